import { dirname, join } from "node:path";
import { binary } from "../build/binaries.ts";
import type { Plan } from "../plan/plan.ts";
import { CLUSTER_DOMAIN } from "./services.ts";

/** Where containerd listens, inside the node. */
export const CONTAINERD_SOCKET = "/run/containerd/containerd.sock";

/** Name of the image that holds a pod's namespaces: made here, and named so that nothing pulls it. */
export const PAUSE_IMAGE = "batchtask.local/pause:1";

/** A string in TOML. */
function text(value: string): string {
  return JSON.stringify(value);
}

/** Settings of containerd, in TOML. */
export function containerdConfiguration(plan: Plan): string {
  const runtime = "plugins.'io.containerd.cri.v1.runtime'";
  return `version = 3
root = ${text(plan.layout.containerd)}
state = "/run/containerd"
[grpc]
address = ${text(CONTAINERD_SOCKET)}
[plugins.'io.containerd.internal.v1.opt']
path = ${text(join(plan.layout.containerd, "opt"))}
[plugins.'io.containerd.nri.v1.nri']
disable = true
[plugins.'io.containerd.cri.v1.images']
snapshotter = "overlayfs"
[plugins.'io.containerd.cri.v1.images'.pinned_images]
sandbox = ${text(PAUSE_IMAGE)}
[${runtime}]
# Without it, a process that may not lower its own OOM score can't start a container.
restrict_oom_score_adj = true
[${runtime}.cni]
bin_dirs = [${text(dirname(binary(plan.binaries, "bridge")))}]
conf_dir = ${text(join(plan.layout.config, "cni"))}
[${runtime}.containerd]
default_runtime_name = "runc"
[${runtime}.containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"
[${runtime}.containerd.runtimes.runc.options]
BinaryName = ${text(plan.runc ?? "runc")}
SystemdCgroup = false
`;
}

/** The pods' network: a bridge inside the node. */
export function cniConfiguration(plan: Plan): object {
  return {
    cniVersion: "1.0.0",
    name: "batchtask",
    plugins: [
      {
        type: "bridge",
        bridge: "cni0",
        isDefaultGateway: true,
        hairpinMode: true,
        ipam: {
          type: "host-local",
          dataDir: "/run/cni-ipam",
          ranges: [[{ subnet: plan.network.podCidr }]],
        },
      },
    ],
  };
}

/** Settings of the kubelet. */
export function kubeletConfiguration(plan: Plan): object {
  const file = (name: string): string => join(plan.layout.certificates, name);
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    address: plan.network.address,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: file("ca.crt") },
    },
    authorization: { mode: "Webhook" },
    tlsCertFile: file("kubelet-server.crt"),
    tlsPrivateKeyFile: file("kubelet-server.key"),
    containerRuntimeEndpoint: `unix://${CONTAINERD_SOCKET}`,
    cgroupDriver: "cgroupfs",
    cgroupRoot: `/${plan.cgroup ?? ""}`,
    cgroupsPerQOS: true,
    enforceNodeAllocatable: [],
    failCgroupV1: false,
    failSwapOn: false,
    localStorageCapacityIsolation: false,
    evictionHard: {},
    imageGCHighThresholdPercent: 100,
    makeIPTablesUtilChains: false,
    oomScoreAdj: 0,
    syncFrequency: "1s",
    resolvConf: join(plan.layout.config, "resolv.conf"),
    clusterDomain: CLUSTER_DOMAIN,
    clusterDNS: [plan.network.dnsService],
    volumePluginDir: "/var/lib/kubelet/volume-plugins",
    registerWithTaints: [],
    nodeStatusUpdateFrequency: "4s",
  };
}
