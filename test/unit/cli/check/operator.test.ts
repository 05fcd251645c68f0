import { describe, expect, test } from "vitest";
import { checkOperator, judgeProgress } from "../../../../src/cli/check/operator.ts";
import type { Lease } from "../../../../src/kube/leader-election/lease.ts";
import type { KubeObject } from "../../../../src/kube/object.ts";
import { clusterOf, heldLease, NOW } from "./support/cluster.ts";

test("where there is no task, nothing is said of tasks that were looked at", () => {
  expect(judgeProgress([], 0)).toEqual({ check: "Tasks", level: "ok", message: "no BatchTask yet" });
});

const labels = { "app.kubernetes.io/name": "batchtask-operator" };
const node = (name: string) => ({ apiVersion: "v1", kind: "Node", name, uid: name });

/** All that goes on in a cluster called batchtask-try, but for the operator; each alive. */
const BUSY: Lease[] = [
  ...["batchtask-try-control-plane", "batchtask-try-worker"].map((name) =>
    heldLease(`kube-node-lease/${name}`, 1, { ownerReferences: [node(name)] }),
  ),
  heldLease("kube-system/batchtask-try-controllers", 1),
  heldLease("team/batchtask-web", 1, { labels: { "app.kubernetes.io/name": "batchtask-web" } }),
];
const deployment = (name: string, availableReplicas: number, marks = {}) => ({
  metadata: { namespace: "ops", name, labels: marks },
  status: { availableReplicas },
});
const WEB = deployment("batchtask-web", 1, { "app.kubernetes.io/name": "batchtask" });

async function operatorOf(leases: readonly Lease[], deployments: readonly KubeObject[] = [], named?: string) {
  const [operator] = await checkOperator(clusterOf([...BUSY, ...leases], [WEB, ...deployments]), named, NOW);
  return operator;
}

describe("in a cluster where everything else is called batchtask", () => {
  test.each([
    [
      "dead",
      [heldLease("ops/batchtask-operator", 90, { labels })],
      [],
      "held Lease ops/batchtask-operator and",
    ],
    ["dead, and of version 0.1.0", [heldLease("ops/batchtask-operator", 90)], [], "renewed it last 90s ago"],
    ["without a pod or a Lease", [], [deployment("o", 0, labels)], "Deployment ops/o has no available pod"],
    [
      "gone",
      [],
      [],
      "none is to be seen: 4 Leases with batchtask in the name (as kube-node-lease/batchtask-try-control-plane), none of which is the operator's, and no Deployment of the chart",
    ],
  ])("an operator that is %s fails", async (_, leases, deployments, message) => {
    const found = await operatorOf(leases, deployments);
    expect(found?.level).toBe("failed");
    expect(found?.message).toContain(message);
  });

  test("one that works is found by its mark, and another install beside it that is dead is no failure", async () => {
    const dead = heldLease("old/batchtask-operator", 3_600, { labels });
    const found = await operatorOf([dead, heldLease("ops/of-any-name", 2, { labels })]);
    expect(found).toMatchObject({
      level: "ok",
      message: "holder of ops/of-any-name holds Lease ops/of-any-name",
    });
  });

  test("one of version 0.1.0 that works is found by its name", async () => {
    expect(await operatorOf([heldLease("ops/batchtask-operator", 2)])).toMatchObject({
      level: "ok",
      message: "holder of ops/batchtask-operator holds Lease ops/batchtask-operator",
    });
  });
});

describe("--lease", () => {
  test("names the Lease that counts, though another has the mark", async () => {
    const marked = heldLease("ops/batchtask-operator", 90, { labels });
    const found = await operatorOf([marked, heldLease("ops/mine", 2)], [], "ops/mine");
    expect(found).toMatchObject({ level: "ok", message: "holder of ops/mine holds Lease ops/mine" });
  });

  test("of one that is not there says so", async () => {
    const found = await operatorOf([heldLease("ops/batchtask-operator", 2, { labels })], [], "ops/mine");
    expect(found?.level).toBe("failed");
    expect(found?.message).toContain("no Lease ops/mine,");
  });
});
