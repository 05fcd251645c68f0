import { expect, onTestFinished, test } from "vitest";
import type { BatchTask } from "../../../../src/api/batchtask.ts";
import { policiesOf, refusalsOf } from "../../../../src/cli/ui/policies.ts";
import { fakeServer, json, status } from "../../kube/support/fake-server.ts";
import { task } from "../../support/task.ts";
import { clusterAt } from "../support/cluster-at.ts";
import { contextOf } from "../support/context.ts";
import { status as statusOf } from "../view/support/explained.ts";

const signal = new AbortController().signal;

function named(name: string, namespace: string, fields: Partial<BatchTask["spec"]> = {}): BatchTask {
  const one = task(fields);
  return { ...one, metadata: { ...one.metadata, name, namespace, uid: name } };
}

async function worldOf(answers: Readonly<Record<string, readonly object[] | "forbidden">>) {
  const server = await fakeServer([
    (request, response) => {
      const items = answers[request.path.split("/").at(-1) ?? ""] ?? [];
      if (items === "forbidden") return status(403, "Forbidden")(request, response);
      json({ metadata: { resourceVersion: "1" }, items })(request, response);
    },
  ]);
  onTestFinished(() => server.close());
  const seen = contextOf();
  const cluster = { ...clusterAt(server), now: () => seen.context.clock.now() };
  return { ...seen, world: { context: seen.context, cluster } };
}

const policy = (name: string, spec: object) => ({
  metadata: { name, uid: name, resourceVersion: "1", generation: 1 },
  spec,
});

test("each policy is rehearsed with the tasks of each namespace that it selects, one in mode Warn as if it held", async () => {
  const tasks = [
    named("small", "team", { backoffLimit: 1 }),
    named("big", "team", { backoffLimit: 7 }),
    named("other", "shop", { backoffLimit: 9 }),
  ];
  const { world } = await worldOf({
    batchtasks: tasks,
    namespaces: [{ metadata: { name: "team", labels: { tier: "a" } } }, { metadata: { name: "shop" } }],
    batchtaskpolicies: [
      policy("soft", {
        namespaceSelector: { matchLabels: { tier: "a" } },
        rules: { backoffLimit: { max: 5 } },
      }),
      policy("hard", { mode: "Warn", rules: { backoffLimit: { max: 5, onViolation: "Reject" } } }),
    ],
  });
  const { policies, cells } = await policiesOf(world, { namespace: undefined, tasks, signal });
  expect(policies).toEqual([
    { name: "hard", mode: "Warn" },
    { name: "soft", mode: "Enforce" },
  ]);
  const counts = cells.map(({ policy, namespace, tasks, changed, refused }) => [
    policy,
    namespace,
    tasks,
    changed,
    refused,
  ]);
  expect(counts.toSorted((a, b) => (a.join() < b.join() ? -1 : 1))).toEqual([
    ["hard", "shop", 1, 0, 1],
    ["hard", "team", 2, 0, 1],
    ["soft", "team", 2, 1, 0],
  ]);
  expect(cells.find(({ policy }) => policy === "soft")?.examples).toEqual([
    { task: "big", message: "backoffLimit: 7 becomes 5" },
  ]);
});

test("exemptions that hold are told, the next to end first", async () => {
  const exemption = { namespace: "team", rules: ["backoffLimit"], reason: "a trial" };
  const exemptions = [
    { ...exemption, until: "2026-03-01T00:00:00Z" },
    { ...exemption, name: "big", until: "2026-02-01T00:00:00Z" },
    { ...exemption, until: "2025-12-31T00:00:00Z" },
  ];
  const { world } = await worldOf({ batchtaskpolicies: [policy("soft", { rules: {}, exemptions })] });
  const { exemptions: told } = await policiesOf(world, { namespace: "team", tasks: [], signal });
  expect(told).toEqual([
    {
      policy: "soft",
      selector: "big in namespace team: backoffLimit",
      until: "2026-02-01T00:00:00Z",
      reason: "a trial",
    },
    {
      policy: "soft",
      selector: "all tasks in namespace team: backoffLimit",
      until: "2026-03-01T00:00:00Z",
      reason: "a trial",
    },
  ]);
});

test("who may not read policies is told so, and not shown a cluster without any", async () => {
  const { world } = await worldOf({ batchtaskpolicies: "forbidden" });
  await expect(policiesOf(world, { namespace: "team", tasks: [], signal })).rejects.toMatchObject({
    status: 403,
  });
});

test("refusals are those of policies that hold, the latest first", () => {
  const at = (one: BatchTask, time: string): BatchTask => {
    const [ready] = statusOf("Rejected").conditions ?? [];
    const conditions = ready ? [{ ...ready, lastTransitionTime: time }] : [];
    return { ...one, status: { ...statusOf("Rejected"), conditions } };
  };
  const tasks = [
    at(named("old", "team"), "2026-01-01T00:00:00Z"),
    at(named("new", "team"), "2026-01-02T00:00:00Z"),
    { ...named("warned", "team"), status: statusOf("Running", "Warn") },
    named("well", "team"),
  ];
  expect(refusalsOf(tasks).map(({ name, at, policy }) => [name, at, policy])).toEqual([
    ["new", "2026-01-02T00:00:00Z", "team"],
    ["old", "2026-01-01T00:00:00Z", "team"],
  ]);
});
