import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import type { BatchTaskSpec } from "../../src/api/batchtask.ts";
import type { BatchTaskPolicy, PolicySpec } from "../../src/api/policy/policy.ts";
import type { PolicyRules } from "../../src/api/policy/rules.ts";
import { BATCHTASKS, JOBS, POLICIES } from "../../src/api/resources.ts";
import { recordJobs } from "./support/job-record.ts";
import { numbers } from "./support/random.ts";
import { faults, type Wish } from "./support/sequence.ts";
import { createWorld, type World } from "./support/world.ts";

const TASKS = 300;
const STEPS = 6;
const AT_ONCE = 20;
const SETTLE_MS = 120_000;
const SEED = 20_261_123;

/** Pods that kwok plays; one in five fails. */
function template(version: number, fails: boolean): BatchTaskSpec["template"] {
  return {
    metadata: {
      labels: { version: String(version) },
      annotations: {
        "kwok.batchtask.dev/duration": "1s",
        "kwok.batchtask.dev/outcome": fails ? "fail" : "succeed",
      },
    },
    spec: { restartPolicy: "Never", containers: [{ name: "main", image: "busybox:1.36" }] },
  };
}

/** One random thing that a user does to a task, or to its Job. */
async function step(world: World, wish: Wish, pick: (below: number) => number): Promise<void> {
  const { client, namespace } = world;
  const { name } = wish;
  switch (pick(6)) {
    case 0:
    case 1: {
      const fails = pick(5) === 0;
      await world.edit(name, { template: template(wish.fails.push(fails) - 1, fails) });
      return;
    }
    case 2:
      wish.reruns += 1;
      await client.mergePatch(
        BATCHTASKS,
        { namespace, name },
        { metadata: { annotations: { "batchtask.dev/rerun": String(wish.reruns) } } },
      );
      return;
    case 3:
      wish.pauses += 1;
      await world.edit(name, { suspend: pick(2) === 0 });
      return;
    case 4:
      await deleteJob(world, wish);
      return;
    default:
      await setTimeout(pick(1500));
  }
}

async function deleteJob(world: World, { name, deleted }: Wish): Promise<void> {
  const run = (await world.task(name)).status?.run;
  if (run?.jobUID === undefined) return;
  deleted.add(run.number);
  const options = { uid: run.jobUID, propagationPolicy: "Background" as const };
  await world.client.delete(JOBS, { namespace: world.namespace, name: run.jobName }, options);
}

const BOUNDS: PolicyRules = { backoffLimit: { max: 5 } };
const REFUSES_ALL: PolicyRules = { serviceAccounts: { allowed: ["nobody-has-this-one"] } };

/** A policy for the namespace of the world, whose rules can be changed. */
async function createPolicy({ client, namespace }: World) {
  const namespaceSelector = { matchLabels: { "kubernetes.io/metadata.name": namespace } };
  const spec: PolicySpec = { namespaceSelector, rules: BOUNDS };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the API server fills in the rest of metadata
  await client.create(POLICIES, { metadata: { name: namespace }, spec } as BatchTaskPolicy);
  let changes = 0;
  return {
    changes: () => changes,
    async hold(rules: PolicyRules): Promise<void> {
      changes += 1;
      const others = { backoffLimit: null, serviceAccounts: null };
      await client.mergePatch(POLICIES, { name: namespace }, { spec: { rules: { ...others, ...rules } } });
    },
  };
}

async function sequence(world: World, index: number, policyChanges: () => number): Promise<Wish> {
  const pick = numbers(SEED + index);
  const wish: Wish = {
    name: `seq-${index}`,
    fails: [false],
    reruns: 0,
    pauses: 0,
    deleted: new Set(),
    policyChanges,
  };
  const onChange = pick(3) === 0 ? "Immediately" : "WhenFinished";
  await world.createTask(wish.name, {
    backoffLimit: 0,
    template: template(0, false),
    runs: { onChange, historyLimit: 50 },
  });
  for (let n = 0; n < STEPS; n += 1) {
    await step(world, wish, pick);
    await setTimeout(pick(300));
  }
  wish.pauses += 1;
  await world.edit(wish.name, { suspend: false });
  return wish;
}

test(`${TASKS} random sequences of edit, rerun, suspend, Job deleted, operator restarted, policy changed`, {
  timeout: 10 * 60_000,
}, async () => {
  await using world = await createWorld();
  await using record = await recordJobs(world);
  let operator = await world.startOperator();
  const wishes: Wish[] = [];
  let next = 0;
  const enough = new AbortController();
  const policy = await createPolicy(world);
  const restarts = (async () => {
    for (let round = 0; !enough.signal.aborted; round += 1) {
      await setTimeout(2_000);
      await operator.stop();
      operator = await world.startOperator();
      await policy.hold(round % 3 === 0 ? REFUSES_ALL : BOUNDS);
    }
    await policy.hold(BOUNDS);
  })();
  const worker = async () => {
    while (next < TASKS) wishes.push(await sequence(world, next++, policy.changes));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  enough.abort();
  await restarts;
  const broken = async () => {
    const { items } = await world.client.list(BATCHTASKS, { namespace: world.namespace });
    const found = items.flatMap((task) => {
      const wish = wishes.find(({ name }) => name === task.metadata.name);
      const jobs = record.created.filter(
        ({ metadata }) => metadata?.ownerReferences?.[0]?.uid === task.metadata.uid,
      );
      return wish ? faults(task, wish, jobs).map((fault) => `${task.metadata.name}: ${fault}`) : [];
    });
    return { tasks: items.length, found };
  };
  const end = performance.now() + SETTLE_MS;
  let now = await broken();
  while (now.found.length > 0 && performance.now() < end) {
    await setTimeout(1_000);
    now = await broken();
  }
  expect(now).toEqual({ tasks: TASKS, found: [] });
  expect(record.created.length).toBeGreaterThan(TASKS);
});
