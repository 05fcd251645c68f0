import { describe, expect, test } from "vitest";
import { judgeLeases, operatorLeases } from "../../../../src/cli/check/lease.ts";
import type { Lease } from "../../../../src/kube/leader-election/lease.ts";
import { heldLease, NOW, secondsAgo } from "./support/cluster.ts";

const MARKED = { labels: { "app.kubernetes.io/name": "batchtask-operator" } };
const node = { apiVersion: "v1", kind: "Node", name: "batchtask-operator", uid: "1" };

const named = (leases: readonly Lease[]) => operatorLeases(leases).map(({ metadata }) => metadata?.name);

describe("which Leases are the operator's", () => {
  test("those with its mark, whatever their names", () => {
    const leases = [heldLease("ops/of-any-name", 1, MARKED), heldLease("ops/batchtask-operator", 1)];
    expect(named(leases)).toEqual(["of-any-name"]);
  });

  test("where none has it, those that are named by default or by the chart", () => {
    const names = [
      "batchtask-operator",
      "prod-batchtask-operator",
      "batchtask-operator-web",
      "batchtask-try",
    ];
    expect(named(names.map((name) => heldLease(`ops/${name}`, 1)))).toEqual(names.slice(0, 2));
  });

  test("none of a node, whatever it is called and labelled", () => {
    const ofNodes = [
      heldLease("kube-node-lease/batchtask-operator", 1),
      heldLease("kube-node-lease/marked", 1, MARKED),
      heldLease("elsewhere/batchtask-operator", 1, { ownerReferences: [node] }),
    ];
    expect(named(ofNodes)).toEqual([]);
  });
});

describe("a Lease", () => {
  test.each([
    ["renewed a second ago", heldLease("ops/l", 1), "ok", "holder of ops/l holds Lease ops/l"],
    ["not renewed for a minute", heldLease("ops/l", 60), "failed", "renewed it last 60s ago"],
    [
      "never renewed",
      { ...heldLease("ops/l", 1), spec: { holderIdentity: "a" } },
      "failed",
      "renewed it never",
    ],
    ["that nobody holds", { ...heldLease("ops/l", 1), spec: {} }, "failed", "nobody holds Lease ops/l"],
  ])("%s", (_, lease, level, message) => {
    const judged = judgeLeases([lease], NOW);
    expect(judged?.level).toBe(level);
    expect(judged?.message).toContain(message);
  });

  test("that is renewed counts, and is named, beside one that was given up since and one whose holder is dead", () => {
    const givenUp = { ...heldLease("a/l", 1), spec: { renewTime: secondsAgo(1) } };
    const judged = judgeLeases([givenUp, heldLease("b/l", 4), heldLease("c/l", 90)], NOW);
    expect(judged).toEqual({ level: "ok", message: "holder of b/l holds Lease b/l" });
  });

  test("of several that are not renewed the latest is told", () => {
    expect(judgeLeases([heldLease("a/l", 90), heldLease("b/l", 60)], NOW)?.message).toContain("Lease b/l");
  });

  test("that is not there is not judged", () => {
    expect(judgeLeases([], NOW)).toBeUndefined();
  });
});
