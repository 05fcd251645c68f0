import { stringify } from "yaml";

/** A text file of the node. */
export interface NodeFile {
  readonly path: string;
  readonly text: string;
}

/** Pods of the one node are on a bridge; kind's own network needs images that are not made here. */
const CNI = {
  cniVersion: "1.0.0",
  name: "kind",
  plugins: [
    {
      type: "bridge",
      bridge: "cni0",
      isDefaultGateway: true,
      // A pod may be behind the Service that it asks, and others know the node's address alone.
      hairpinMode: true,
      ipMasq: true,
      ipam: { type: "host-local", ranges: [[{ subnet: "10.244.0.0/24" }]] },
    },
  ],
};

/** kind applies both manifests. A network is not made here; of volumes the controller manager has a simple one, which kind turns on. */
const NETWORK = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "node-network", namespace: "kube-system" },
};
const STORAGE = {
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: { name: "standard", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
  provisioner: "kubernetes.io/host-path",
  volumeBindingMode: "WaitForFirstConsumer",
};

/** The images of the control plane come with the node, and are there before the kubelet asks for them. */
const IMPORT = `[Unit]
Description=Images of the control plane
Requires=containerd.service
After=containerd.service
Before=kubelet.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh -euc 'for image in /kind/images/*.tar; do ctr --namespace k8s.io images import "$image"; done'

[Install]
WantedBy=multi-user.target
`;

/** Units that a node starts with. */
export const UNITS = ["kubelet", "containerd", "undo-mount-hacks", "kind-images"] as const;

/** The files that are neither Debian's nor kind's. @param version of Kubernetes, with its v */
export function nodeFiles(version: string): NodeFile[] {
  return [
    { path: "kind/version", text: version },
    { path: "kind/manifests/default-cni.yaml", text: stringify(NETWORK) },
    { path: "kind/manifests/default-storage.yaml", text: stringify(STORAGE) },
    { path: "etc/cni/net.d/10-kind.conflist", text: JSON.stringify(CNI) },
    { path: "etc/systemd/system/kind-images.service", text: IMPORT },
  ];
}

/** kind's /etc/default/kubelet, for machines with cgroup version 1 too, on which Kubernetes 1.37's else refuses to start. */
export function kubeletDefaults(text: string): string {
  return `${text.trimEnd()} --fail-cgroupv1=false\n`;
}

/** kind's settings of containerd, for machines on which nobody may lower an OOM score. */
export function containerdConfig(text: string): string {
  return text.replace("restrict_oom_score_adj = false", "restrict_oom_score_adj = true");
}

/** The pause image that containerd is told to use. @throws Error where there is none */
export function pauseImage(config: string): string {
  const found = /^\s*sandbox_image = "([^"]+)"/m.exec(config)?.[1];
  if (found === undefined) throw new Error("kind's settings of containerd name no sandbox_image");
  return found;
}

interface OciSpec {
  hooks?: Record<string, unknown>;
  process?: Record<string, unknown>;
}

/** containerd's own specification of a container, as kind changes it: with its hook, and without limits. */
export function containerSpec(text: string): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- ctr writes it
  const { process: { rlimits: _, ...process } = {}, hooks, ...spec } = JSON.parse(text) as OciSpec;
  const createContainer = [{ path: "/kind/bin/mount-product-files.sh" }];
  return JSON.stringify({ ...spec, process, hooks: { ...hooks, createContainer } });
}
