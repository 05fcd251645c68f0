import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { POLICIES } from "../../../src/api/resources.ts";
import { eventually } from "../support/eventually.ts";
import { nowhere } from "../support/world.ts";
import { type PolicyCluster, startPolicyCluster } from "./cluster.ts";
import { readyOf, type Tasks, tasksIn, tasksUnder } from "./tasks.ts";
import { goesOn } from "../../support/goes-on.ts";

let world: PolicyCluster;
let operator: { stop(): Promise<void> };
beforeAll(async () => {
  world = await startPolicyCluster("line");
  operator = await world.operator();
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

const setUp = (name: string, maxActivePerNamespace: number): Promise<Tasks> =>
  tasksUnder(world, name, { maxActivePerNamespace });

const finish = (tasks: Tasks, name: string) => tasks.edit(name, { activeDeadlineSeconds: 1 });

test("waiting tasks are Queued with their place, and start one by one in order of creation", {
  timeout: 120_000,
}, async () => {
  const tasks = await setUp("order", 2);
  const names = ["first", "second", "third", "fourth", "fifth"];
  for (const name of names) {
    await tasks.create(name, { template: nowhere });
    await setTimeout(1_100);
  }
  for (const [name, position] of [
    ["third", 1],
    ["fourth", 2],
    ["fifth", 3],
  ] as const) {
    const queued = await tasks.until(name, ({ status }) => status?.queuePosition === position);
    expect(queued.status?.phase).toBe("Queued");
    expect(readyOf(queued)).toMatchObject({ status: "False", reason: "Queued" });
    expect(readyOf(queued)?.message).toContain("policy order lets 2 tasks of this namespace run");
  }
  expect((await tasks.jobs()).length).toBe(2);
  await operator.stop();
  operator = await world.operator();
  await setTimeout(1_000);
  expect((await tasks.jobs()).length).toBe(2);
  for (const [ended, next] of [
    ["second", "third"],
    ["first", "fourth"],
  ] as const) {
    await finish(tasks, ended);
    const started = await tasks.until(next, ({ status }) => goesOn(status));
    expect(started.status?.queuePosition).toBeUndefined();
  }
  await tasks.until("fifth", ({ status }) => status?.queuePosition === 1);
  expect((await tasks.jobs()).filter(({ status }) => (status?.active ?? 0) > 0).length).toBe(2);
});

test("a resumed task waits for a slot of its own", async () => {
  const tasks = await setUp("resumed", 1);
  await tasks.create("paused", { suspend: true, template: nowhere });
  await tasks.until("paused", ({ status }) => status?.phase === "Suspended");
  await tasks.create("running", { template: nowhere });
  await tasks.until("running", ({ status }) => goesOn(status));
  await tasks.edit("paused", { suspend: false });
  await tasks.until("paused", ({ status }) => status?.phase === "Queued" && status.queuePosition === 1);
  expect((await tasks.job("paused"))?.spec?.suspend).toBe(true);
  await finish(tasks, "running");
  await tasks.until("paused", ({ status }) => goesOn(status));
});

test("never more than allowed under a flood, and every task has its turn", { timeout: 120_000 }, async () => {
  const tasks = await setUp("flood", 3);
  const names = Array.from({ length: 30 }, (_, n) => `task-${n}`);
  let most = 0;
  const over = new AbortController();
  const watching = (async () => {
    while (!over.signal.aborted) {
      const running = (await tasks.jobs()).filter(
        ({ status }) =>
          !status?.conditions?.some(
            ({ type, status }) => (type === "Complete" || type === "Failed") && status === "True",
          ),
      );
      most = Math.max(most, running.length);
      await setTimeout(20);
    }
  })();
  await Promise.all(names.map((name) => tasks.create(name)));
  for (const name of names)
    await eventually(
      () => tasks.until(name, () => true),
      ({ status }) => status?.phase === "Succeeded",
      90_000,
    );
  over.abort();
  await watching;
  expect(most).toBeLessThanOrEqual(3);
  expect((await tasks.jobs()).length).toBe(30);
});

test("a team's tasks wait for each other over all its namespaces, over a new operator too", {
  timeout: 60_000,
}, async () => {
  const label = { matchLabels: { area: "teams" } };
  await world.policy("teams", {
    namespaceSelector: label,
    rules: { maxActivePerLabel: [{ label: "team", max: 1 }] },
  });
  for (const name of ["here", "there"]) await world.namespace(name, label.matchLabels);
  await eventually(
    () => world.client.get(POLICIES, { name: "teams" }),
    (policy) => policy?.status?.namespaces === 2,
  );
  const [here, there] = [tasksIn(world, "here"), tasksIn(world, "there")];
  const of = (team: string) => ({
    template: { ...nowhere, metadata: { labels: { team } } },
  });
  await here.create("first", of("red"));
  await here.until("first", ({ status }) => goesOn(status));
  await there.create("second", of("red"));
  await there.create("other", of("blue"));
  const queued = await there.until("second", ({ status }) => status?.queuePosition === 1);
  expect(readyOf(queued)?.message).toContain("policy teams lets 1 task with label team=red run");
  await there.until("other", ({ status }) => goesOn(status));
  await operator.stop();
  operator = await world.operator();
  await setTimeout(1_000);
  expect((await there.jobs()).length).toBe(1);
  await finish(here, "first");
  await there.until("second", ({ status }) => goesOn(status));
});

test("of a concurrency group one runs at a time", { timeout: 60_000 }, async () => {
  await world.namespace("groups");
  const tasks = tasksIn(world, "groups");
  const nightly = { template: nowhere, runs: { concurrencyGroup: "nightly" } };
  await tasks.create("first", nightly);
  await tasks.until("first", ({ status }) => goesOn(status));
  await tasks.create("second", nightly);
  await tasks.until("second", ({ status }) => status?.queuePosition === 1);
  await finish(tasks, "first");
  await tasks.until("second", ({ status }) => goesOn(status));
});

test("a policy that is deleted while tasks wait lets them all start", async () => {
  const tasks = await setUp("freed", 0);
  for (const name of ["one", "two", "three"]) await tasks.create(name);
  for (const name of ["one", "two", "three"])
    await tasks.until(name, ({ status }) => status?.phase === "Queued");
  const { metadata } = (await world.client.get(POLICIES, { name: "freed" })) ?? {};
  await world.client.delete(POLICIES, { name: "freed" }, { uid: metadata?.uid ?? "" });
  for (const name of ["one", "two", "three"])
    await tasks.until(name, ({ status }) => status?.phase === "Succeeded");
});
