import { expect, test } from "vitest";
import { KUBERNETES_VERSIONS } from "../../cluster/build/versions.ts";
import { cellsOf, nameOf, SUITES } from "../../matrix/cells.ts";

test("each version is tried on etcd, the newest on kine, too, and e2e where there is a real node", () => {
  const all = cellsOf({ versions: KUBERNETES_VERSIONS, stores: undefined, suites: SUITES });
  expect(all.map(nameOf)).toEqual([
    "Kubernetes 1.30 on etcd: integration",
    "Kubernetes 1.30 on etcd: faults",
    "Kubernetes 1.32 on etcd: integration",
    "Kubernetes 1.32 on etcd: faults",
    "Kubernetes 1.34 on etcd: integration",
    "Kubernetes 1.34 on etcd: faults",
    "Kubernetes 1.37 on etcd: integration",
    "Kubernetes 1.37 on etcd: faults",
    "Kubernetes 1.37 on etcd: e2e",
    "Kubernetes 1.37 on kine: integration",
    "Kubernetes 1.37 on kine: faults",
    "Kubernetes 1.37 on kine: e2e",
  ]);
});

test("stores that are named are tried under every version", () => {
  const some = cellsOf({ versions: ["1.30", "1.37"], stores: ["kine"], suites: ["e2e", "faults"] });
  expect(some.map(nameOf)).toEqual([
    "Kubernetes 1.30 on kine: faults",
    "Kubernetes 1.37 on kine: e2e",
    "Kubernetes 1.37 on kine: faults",
  ]);
});
