/** Commands that are built together from one Go module. */
export interface BuildGroup {
  readonly name: string;
  /** The folder of its go.mod, under `modules/` where it is no full path. */
  readonly module: string;
  /** The Go module whose version names the build. */
  readonly versionOf: string;
  readonly packages: readonly string[];
  /** The binaries that come out. */
  readonly binaries: readonly string[];
  readonly tags?: string;
  /** Go package that gets the version linked in. */
  readonly versionPackage?: string;
  /** What a cold build takes on two cores. */
  readonly cold: string;
}

const kubernetes = {
  module: "kubernetes",
  versionOf: "k8s.io/kubernetes",
  versionPackage: "k8s.io/component-base/version",
} as const;

const commands = (names: readonly string[]): string[] => names.map((name) => `k8s.io/kubernetes/cmd/${name}`);

const CONTROL_PLANE = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl"];
const CONTAINERD = ["containerd", "containerd-shim-runc-v2", "ctr"];

/** Everything that can be built, by the part of the cluster that needs it. */
export const BUILD_GROUPS = {
  etcd: {
    name: "etcd",
    module: "etcd",
    versionOf: "go.etcd.io/etcd/server/v3",
    packages: ["go.etcd.io/etcd/server/v3"],
    binaries: ["etcd"],
    cold: "1 min",
  },
  kine: {
    name: "kine",
    module: "kine",
    versionOf: "github.com/k3s-io/kine",
    packages: ["."],
    binaries: ["kine"],
    cold: "2 min",
  },
  controlPlane: {
    ...kubernetes,
    name: "kubernetes",
    packages: commands(CONTROL_PLANE),
    binaries: CONTROL_PLANE,
    cold: "5 to 9 min",
  },
  kubelet: {
    ...kubernetes,
    name: "kubelet",
    packages: commands(["kubelet"]),
    binaries: ["kubelet"],
    cold: "1 min after kubernetes",
  },
  kubeProxy: {
    ...kubernetes,
    name: "kube-proxy",
    packages: commands(["kube-proxy"]),
    binaries: ["kube-proxy"],
    cold: "40 s after kubernetes",
  },
  coredns: {
    name: "coredns",
    module: "coredns",
    versionOf: "github.com/coredns/coredns",
    packages: ["."],
    binaries: ["coredns"],
    cold: "1 to 3 min",
  },
  kwok: {
    name: "kwok",
    module: "kwok",
    versionOf: "sigs.k8s.io/kwok",
    packages: ["sigs.k8s.io/kwok/cmd/kwok"],
    binaries: ["kwok"],
    cold: "2 min",
  },
  containerd: {
    name: "containerd",
    module: "containerd",
    versionOf: "github.com/containerd/containerd/v2",
    packages: CONTAINERD.map((name) => `github.com/containerd/containerd/v2/cmd/${name}`),
    binaries: CONTAINERD,
    tags: "no_btrfs no_zfs no_aufs no_devmapper",
    cold: "1.5 min",
  },
  cni: {
    name: "cni",
    module: "cni",
    versionOf: "github.com/containernetworking/plugins",
    packages: ["main/bridge", "main/loopback", "ipam/host-local"].map(
      (name) => `github.com/containernetworking/plugins/plugins/${name}`,
    ),
    binaries: ["bridge", "loopback", "host-local"],
    cold: "10 s",
  },
  kind: {
    name: "kind",
    module: "kind",
    versionOf: "sigs.k8s.io/kind",
    packages: ["sigs.k8s.io/kind"],
    binaries: ["kind"],
    cold: "30 s",
  },
} as const satisfies Record<string, BuildGroup>;
