import { join } from "node:path";
import { component } from "./component.ts";
import { serverUrl } from "./network.ts";
import type { ComponentSpec, Plan } from "./plan.ts";

/** The log stays in one file up to here: what reads it wants all of it. */
const AUDIT_LOG_MEGABYTES = 10_000;

/** kube-apiserver, on loopback or on the node's own address. */
export function apiServer(plan: Plan): ComponentSpec {
  const { network, layout } = plan;
  const file = (name: string): string => join(layout.certificates, name);
  return component(plan, "kube-apiserver", {
    "etcd-servers": `http://127.0.0.1:${network.ports.etcd}`,
    "bind-address": network.address,
    "advertise-address": network.address,
    "secure-port": String(network.ports.apiserver),
    "client-ca-file": file("ca.crt"),
    "tls-cert-file": file("apiserver.crt"),
    "tls-private-key-file": file("apiserver.key"),
    "kubelet-certificate-authority": file("ca.crt"),
    "kubelet-client-certificate": file("apiserver-kubelet-client.crt"),
    "kubelet-client-key": file("apiserver-kubelet-client.key"),
    "kubelet-preferred-address-types": "InternalIP",
    "service-account-issuer": "https://kubernetes.default.svc.cluster.local",
    "service-account-key-file": file("service-account.pub"),
    "service-account-signing-key-file": file("service-account.key"),
    "service-cluster-ip-range": network.serviceCidr,
    "endpoint-reconciler-type": plan.nodes.real ? "lease" : "none",
    "authorization-mode": "Node,RBAC",
    // The second one is off by default, and on in OpenShift: an operator needs a right of its own for it.
    "enable-admission-plugins": "NodeRestriction,OwnerReferencesPermissionEnforcement",
    "allow-privileged": "true",
    profiling: "false",
    ...(plan.audit
      ? {
          "audit-log-path": layout.audit,
          "audit-log-maxsize": String(AUDIT_LOG_MEGABYTES),
          "audit-policy-file": join(layout.config, "audit-policy.json"),
        }
      : {}),
  });
}

/** Flags of a component that serves its own metrics: certificates of this cluster open them, tokens don't. */
function serving(plan: Plan, kubeconfig: string): Record<string, string> {
  return {
    "bind-address": "127.0.0.1",
    "client-ca-file": join(plan.layout.certificates, "ca.crt"),
    "authentication-skip-lookup": "true",
    "authorization-kubeconfig": kubeconfig,
  };
}

/** Checks the types of admission policies, each new one for up to half a minute of CPU, and does nothing else. */
const TYPE_CHECKER = "validatingadmissionpolicy-status-controller";

/** kube-controller-manager at a test's pace, with every controller it has by default; where no node is real, but one. */
export function controllerManager(plan: Plan): ComponentSpec {
  const kubeconfig = join(plan.layout.config, "kube-controller-manager.kubeconfig");
  const file = (name: string): string => join(plan.layout.certificates, name);
  return component(plan, "kube-controller-manager", {
    kubeconfig,
    ...serving(plan, kubeconfig),
    "secure-port": String(plan.network.ports.controllerManager),
    "leader-elect": "false",
    ...(plan.nodes.real ? {} : { controllers: `*,-${TYPE_CHECKER}` }),
    "use-service-account-credentials": "true",
    "service-account-private-key-file": file("service-account.key"),
    "root-ca-file": file("ca.crt"),
    // With the default of 20 a second, the credentials of some fifty controllers alone take 5 to 10 s, and
    // the default ServiceAccount, without which there are no pods, waits for them.
    "kube-api-qps": "1000",
    "kube-api-burst": "2000",
    "concurrent-job-syncs": "20",
    profiling: "false",
  });
}

/** kube-scheduler; its settings are in a file of their own. */
export function scheduler(plan: Plan): ComponentSpec {
  const kubeconfig = join(plan.layout.config, "kube-scheduler.kubeconfig");
  return component(plan, "kube-scheduler", {
    config: join(plan.layout.config, "scheduler.json"),
    ...serving(plan, kubeconfig),
    "secure-port": String(plan.network.ports.scheduler),
    profiling: "false",
  });
}

/** kwok, which plays the nodes that carry its annotation. */
export function kwok(plan: Plan): ComponentSpec {
  return component(plan, "kwok", {
    kubeconfig: join(plan.layout.config, "kwok.kubeconfig"),
    master: serverUrl(plan.network),
    config: join(plan.layout.config, "kwok.yaml"),
    "manage-all-nodes": "false",
    "manage-nodes-with-annotation-selector": "kwok.x-k8s.io/node=fake",
    // Without leases its nodes are taken for lost after 50 s, and their pods for not ready.
    "node-lease-duration-seconds": "40",
    "server-address": `127.0.0.1:${plan.network.ports.kwok}`,
  });
}
