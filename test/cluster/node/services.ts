import { join } from "node:path";
import { NODE_NAME } from "../certificates/certificates.ts";
import { component } from "../plan/component.ts";
import type { ComponentSpec, Plan } from "../plan/plan.ts";

/** Domain under which Services have their names. */
export const CLUSTER_DOMAIN = "cluster.local";

const DNS_READY_PORT = 8181;
const PROXY_METRICS_PORT = 10249;

/** An address that tells by its answer whether a part does its work. */
export interface Sign {
  readonly component: string;
  readonly url: string;
  /** What the answer says by then. */
  readonly says: RegExp;
}

/** Signs that the kernel knows the Services, and that their names are answered. */
export function serviceSigns({ network: { address } }: Plan): Sign[] {
  const synced = /^kubeproxy_sync_proxy_rules_last_timestamp_seconds\{ip_family="IPv4"\} [1-9]/m;
  return [
    { component: "kube-proxy", url: `http://${address}:${PROXY_METRICS_PORT}/metrics`, says: synced },
    { component: "coredns", url: `http://${address}:${DNS_READY_PORT}/ready`, says: /^OK$/ },
  ];
}

/** kube-proxy: makes the node's kernel send what is for a ClusterIP to one of the Service's endpoints. */
export function kubeProxy(plan: Plan): ComponentSpec {
  const spec = component(plan, "kube-proxy", { config: join(plan.layout.config, "kube-proxy.json") });
  const { nft } = plan;
  if (nft === undefined) throw new Error("kube-proxy needs nft");
  return {
    ...spec,
    env: {
      ...spec.env,
      PATH: `${join(nft.path, "..")}:${plan.path}`,
      ...(nft.libraries === undefined ? {} : { LD_LIBRARY_PATH: nft.libraries }),
    },
  };
}

/** CoreDNS: answers for the names of Services. */
export function coredns(plan: Plan): ComponentSpec {
  return component(plan, "coredns", { conf: join(plan.layout.config, "Corefile") });
}

/** Settings of kube-proxy. */
export function kubeProxyConfiguration(plan: Plan): object {
  const { address } = plan.network;
  return {
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    clientConnection: { kubeconfig: join(plan.layout.config, "kube-proxy.kubeconfig") },
    hostnameOverride: NODE_NAME,
    bindAddress: address,
    healthzBindAddress: "127.0.0.1:10256",
    metricsBindAddress: `${address}:${PROXY_METRICS_PORT}`,
    mode: "nftables",
    // On a bridge an answer between two pods would else pass the kernel's address translation by.
    nftables: { masqueradeAll: true, minSyncPeriod: "0s" },
    clusterCIDR: plan.network.podCidr,
    // These are the whole machine's, and stay as they are.
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: "0s", tcpCloseWaitTimeout: "0s" },
  };
}

/**
 * Settings of CoreDNS. No answer is kept, so that a Service's name works as soon as there is the Service;
 * no other name is asked for anywhere.
 */
export function corefile(plan: Plan): string {
  return `.:53 {
    errors
    ready ${plan.network.address}:${DNS_READY_PORT}
    kubernetes ${CLUSTER_DOMAIN} in-addr.arpa ip6.arpa {
        kubeconfig ${join(plan.layout.config, "coredns.kubeconfig")}
    }
}
`;
}

/** An object and the path of its collection. */
export type Posted = readonly [path: string, body: object];

/** What CoreDNS may read, and the Service that leads to it. */
export function dnsObjects(plan: Plan): Posted[] {
  const rbac = "rbac.authorization.k8s.io";
  const role = { name: "system:coredns" };
  const read = ["list", "watch"];
  const labels = { "k8s-app": "kube-dns" };
  const protocols = [
    ["dns", "UDP"],
    ["dns-tcp", "TCP"],
  ] as const;
  const ports = protocols.map(([name, protocol]) => ({ name, protocol, port: 53 }));
  return [
    [
      `/apis/${rbac}/v1/clusterroles`,
      {
        metadata: role,
        rules: [
          { apiGroups: [""], resources: ["services", "namespaces"], verbs: read },
          { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: read },
        ],
      },
    ],
    [
      `/apis/${rbac}/v1/clusterrolebindings`,
      {
        metadata: role,
        roleRef: { apiGroup: rbac, kind: "ClusterRole", ...role },
        subjects: [{ apiGroup: rbac, kind: "User", ...role }],
      },
    ],
    [
      "/api/v1/namespaces/kube-system/services",
      {
        metadata: { name: "kube-dns", labels },
        spec: { clusterIP: plan.network.dnsService, ports },
      },
    ],
    [
      "/apis/discovery.k8s.io/v1/namespaces/kube-system/endpointslices",
      {
        metadata: {
          name: "kube-dns",
          labels: { ...labels, "kubernetes.io/service-name": "kube-dns" },
        },
        addressType: "IPv4",
        ports,
        endpoints: [{ addresses: [plan.network.address], conditions: { ready: true } }],
      },
    ],
  ];
}
