/** The ports of the parts that listen. */
interface Ports {
  readonly apiserver: number;
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly controllerManager: number;
  readonly scheduler: number;
  readonly kwok: number;
}

/** The one pair of addresses outside the node's own network: the machine's end and the node's. */
interface Link {
  readonly device: string;
  readonly hostAddress: string;
  readonly nodeAddress: string;
}

/** Addresses of one cluster; no two slots share any. */
export interface Network {
  /** Where the API server listens. */
  readonly address: string;
  readonly ports: Ports;
  readonly serviceCidr: string;
  /** ClusterIP of the Service `kubernetes`. */
  readonly kubernetesService: string;
  /** ClusterIP kept for cluster DNS. */
  readonly dnsService: string;
  readonly podCidr: string;
  /** Only with a real node. */
  readonly link?: Link;
}

/** Number of clusters that can run side by side. */
export const SLOTS = 100;

/** Below Linux' range for outgoing connections, so that none of them takes a stopped part's port. */
const FIRST_PORT = 21_000;
const PORTS_PER_SLOT = 10;

/** The addresses that belong to a slot. */
export function networkOf(slot: number, real: boolean): Network {
  const base = FIRST_PORT + slot * PORTS_PER_SLOT;
  const nodeAddress = `10.250.${slot}.2`;
  const shared = {
    ports: {
      apiserver: base,
      etcd: base + 1,
      etcdPeer: base + 2,
      controllerManager: base + 3,
      scheduler: base + 4,
      kwok: base + 5,
    },
    serviceCidr: `10.252.${slot}.0/24`,
    kubernetesService: `10.252.${slot}.1`,
    dnsService: `10.252.${slot}.10`,
    podCidr: `10.251.${slot}.0/24`,
  };
  if (!real) return { ...shared, address: "127.0.0.1" };
  const link = { device: `batchtask${slot}`, hostAddress: `10.250.${slot}.1`, nodeAddress };
  return { ...shared, address: nodeAddress, link };
}

/** Address of the API server. */
export function serverUrl(network: Network): string {
  return `https://${network.address}:${network.ports.apiserver}`;
}
