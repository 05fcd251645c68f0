import { ownJobIn } from "../../../../src/controllers/batchtask/own-job.ts";
import { expect, test } from "vitest";
import type { BatchTask } from "../../../../src/api/batchtask.ts";
import type { Job } from "../../../../src/api/job.ts";
import type { BatchTaskPolicy } from "../../../../src/api/policy/policy.ts";
import { createSlots } from "../../../../src/controllers/batchtask/concurrency/slots.ts";
import {
  freesSlot,
  hasJustFinished,
  isProgress,
  isWorthALook,
  leavesQueue,
  watch,
  watchSlots,
} from "../../../../src/controllers/batchtask/watches.ts";
import { guardrailsOf } from "../../../../src/guardrails/guard.ts";
import type { KubeObject } from "../../../../src/kube/object.ts";
import type { StoreEvent } from "../../../../src/kube/store/store.ts";
import { createQueue, type WorkQueue } from "../../../../src/kube/workqueue/workqueue.ts";
import { noPolicies } from "../../../support/unguarded.ts";
import { manualClock } from "../../kube/support/manual-clock.ts";
import { policy } from "../../support/policy.ts";
import { notReady } from "../../support/ready.ts";
import { storeOf, taskStore } from "../../support/stores.ts";
import { job, run, task, TASK_KEY } from "../../support/task.ts";

const time = "2026-01-01T00:00:00Z";
const one = guardrailsOf([{ name: "p", mode: "Enforce", rules: { maxActivePerNamespace: 1 } }]);

function member(name: string, version: string, ended: boolean): BatchTask {
  const fields = { jobName: `${name}-job`, ...(ended && { completionTime: time }) };
  const { metadata, ...rest } = task({}, { observedGeneration: 2, run: run(fields) });
  const own = { name, uid: name, resourceVersion: version, creationTimestamp: time };
  return { ...rest, metadata: { ...metadata, ...own } };
}

test("a run that ends without a Job, as a refused one does, passes its turn on", async () => {
  const queue = createQueue({ clock: manualClock() });
  const tasks = taskStore();
  const jobs = storeOf<Job>();
  const slots = createSlots({
    tasks,
    jobs,
    ownJob: ownJobIn(jobs),
    limiting: () => one.merged,
    freezeOf: () => ({ changesAt: undefined }),
    now: () => 0,
    withUnwritten: (known) => known,
    wake: (key) => queue.add(key),
  });
  watchSlots({ tasks, jobs }, slots);
  for (const [name, version] of [
    ["a", "1"],
    ["b", "2"],
  ] as const)
    tasks.apply("ADDED", member(name, version, false));
  expect(queue.length).toBe(0);
  tasks.apply("MODIFIED", member("a", "3", true));
  expect(await queue.get()).toBe("team/b");
  queue.done("team/b");
  tasks.apply("MODIFIED", member("a", "4", true));
  expect(queue.length).toBe(0);
});

type Event<Kind> = Pick<StoreEvent<Kind>, "type" | "object"> & Partial<StoreEvent<Kind>>;

const running = job({ status: { active: 1 } });
const over = job({ status: { conditions: [{ type: "Complete", status: "True" }] } });
const suspended = job({ spec: { suspend: true } });

test.each<[string, Event<Job>, { finished: boolean; frees: boolean }]>([
  ["starts", { type: "Added", object: running }, { finished: false, frees: false }],
  ["goes on", { type: "Modified", object: running, old: running }, { finished: false, frees: false }],
  ["ends", { type: "Modified", object: over, old: running }, { finished: true, frees: true }],
  ["was over when it was first seen", { type: "Added", object: over }, { finished: true, frees: true }],
  ["was over before", { type: "Modified", object: over, old: over }, { finished: false, frees: true }],
  ["is suspended", { type: "Modified", object: suspended, old: running }, { finished: false, frees: true }],
  ["goes away", { type: "Deleted", object: running }, { finished: false, frees: true }],
  ["goes away after its end", { type: "Deleted", object: over }, { finished: false, frees: true }],
])("a Job that %s", (_, event, { finished, frees }) => {
  expect(hasJustFinished({ initial: false, ...event })).toBe(finished);
  expect(freesSlot({ initial: false, ...event })).toBe(frees);
});

const at = (status: Job["status"], metadata: Job["metadata"] = {}): Job => job({ metadata, status });

test.each<[string, Event<Job>, { look: boolean; progress: boolean }]>([
  ["comes", { type: "Added", object: running }, { look: true, progress: false }],
  [
    "was written by this process",
    { type: "Modified", object: over, old: running, own: true },
    { look: false, progress: false },
  ],
  [
    "changes only in what the Job controller keeps for itself",
    {
      type: "Modified",
      object: at({ active: 1, uncountedTerminatedPods: { succeeded: ["p"] } }, { resourceVersion: "2" }),
      old: at({ active: 1 }, { resourceVersion: "1" }),
    },
    { look: false, progress: true },
  ],
  [
    "has other counts of pods",
    { type: "Modified", object: at({ active: 1, ready: 1 }), old: running },
    { look: true, progress: true },
  ],
  [
    "has one more pod that failed",
    { type: "Modified", object: at({ active: 1, failed: 1 }), old: running },
    { look: true, progress: false },
  ],
  ["is suspended", { type: "Modified", object: suspended, old: running }, { look: true, progress: false }],
  ["ends", { type: "Modified", object: over, old: running }, { look: true, progress: false }],
])("a Job that %s: worth a look, mere progress", (_, event, { look, progress }) => {
  expect(isWorthALook({ initial: false, ...event })).toBe(look);
  if (event.own !== true) expect(isProgress({ initial: false, ...event })).toBe(progress);
});

test("progress is looked at a little later, with what comes until then; an end at once; own writes not at all", async () => {
  const clock = manualClock();
  const queue = createQueue({ clock });
  const tasks = taskStore();
  const jobs = storeOf<Job>();
  const stores = {
    tasks,
    jobs,
    policies: storeOf<BatchTaskPolicy>(),
    namespaces: storeOf<KubeObject>(),
    seesNamespaces: () => true,
  };
  watch(stores, queue, noPolicies().slots, clock);
  const owner = { apiVersion: "batchtask.dev/v1alpha1", kind: "BatchTask", controller: true };
  const ownerReferences = [{ ...owner, name: "a", uid: "a" }];
  let version = 1;
  const seen = (status: Job["status"]): Job =>
    job({ metadata: { ownerReferences, resourceVersion: String((version += 1)) }, status });
  jobs.upsert(seen({}));
  expect(queue.length).toBe(0);
  jobs.apply("MODIFIED", seen({ active: 1 }));
  jobs.apply("MODIFIED", seen({ active: 1, ready: 1 }));
  expect(queue.length).toBe(0);
  await clock.advance(500);
  expect(await drain(queue)).toEqual(["team/a"]);
  jobs.apply("MODIFIED", seen(over.status));
  expect(await drain(queue)).toEqual(["team/a"]);
});

test("what was there at the start frees no slot, but its end may not be on record", () => {
  const found: StoreEvent<Job> = { type: "Added", object: over, initial: true };
  expect([freesSlot(found), hasJustFinished(found)]).toEqual([false, true]);
});

const pending = member("a", "1", false);
const ended = member("a", "2", true);
const stuck = {
  ...pending,
  status: { observedGeneration: 2, ...pending.status, conditions: [notReady("CreateForbidden")] },
};
const edited = { ...pending, metadata: { ...pending.metadata, generation: 3 } };

test.each<[string, Event<BatchTask>, boolean]>([
  ["comes", { type: "Added", object: pending }, false],
  ["goes on", { type: "Modified", object: pending, old: pending }, false],
  ["is edited", { type: "Modified", object: edited, old: pending }, true],
  ["ends its run", { type: "Modified", object: ended, old: pending }, true],
  ["had ended its run before", { type: "Modified", object: ended, old: ended }, false],
  ["gets stuck", { type: "Modified", object: stuck, old: pending }, true],
  ["was stuck before", { type: "Modified", object: stuck, old: stuck }, false],
  ["goes away", { type: "Deleted", object: pending }, true],
  ["was there at the start", { type: "Added", object: pending, initial: true }, false],
])("whether a task that %s leaves its place in a queue: %s", (_, event, leaves) => {
  expect(leavesQueue({ initial: false, ...event })).toBe(leaves);
});

async function drain(queue: WorkQueue): Promise<string[]> {
  const keys: string[] = [];
  while (queue.length > 0) {
    const key = (await queue.get()) ?? "";
    keys.push(key);
    queue.done(key);
  }
  return keys;
}

const namespace = (name: string, labels: Record<string, string>, version = "1"): KubeObject => ({
  metadata: { name, uid: name, resourceVersion: version, labels },
});

function inNamespace(name: string, where: string): BatchTask {
  const made = member(name, "1", false);
  return { ...made, metadata: { ...made.metadata, namespace: where } };
}

/** Watched from the start on; `woken` is what the changes so far, and a moment, lead to. */
async function watched(seesNamespaces = true) {
  const clock = manualClock();
  const queue = createQueue({ clock });
  const stores = {
    tasks: taskStore(inNamespace("a", "gold"), inNamespace("b", "tin")),
    jobs: storeOf<Job>(),
    policies: storeOf<BatchTaskPolicy>(),
    namespaces: storeOf(namespace("gold", { tier: "gold" }), namespace("tin", {})),
    seesNamespaces: () => seesNamespaces,
  };
  watch(stores, queue, noPolicies().slots, clock);
  await drain(queue);
  const woken = async () => {
    await clock.advance(50);
    return drain(queue);
  };
  return { ...stores, queue, clock, woken };
}

test("what is there at first is looked at: those whose run goes on before the others", async () => {
  const queue = createQueue({ clock: manualClock() });
  const stores = {
    tasks: taskStore(member("over", "1", true), member("going-on", "2", false)),
    jobs: storeOf<Job>(),
    policies: storeOf<BatchTaskPolicy>(),
    namespaces: storeOf<KubeObject>(),
    seesNamespaces: () => true,
  };
  watch(stores, queue, noPolicies().slots, manualClock());
  expect(await drain(queue)).toEqual(["team/going-on", "team/over"]);
});

test("a change of a task or of its Job has the task looked at, the end of a run first", async () => {
  const { tasks, jobs, queue } = await watched();
  tasks.apply("MODIFIED", {
    ...inNamespace("b", "tin"),
    metadata: { ...inNamespace("b", "tin").metadata, resourceVersion: "5" },
  });
  jobs.apply("ADDED", over);
  expect(await drain(queue)).toEqual([TASK_KEY, "tin/b"]);
});

test("a Job of somebody else's wakes no task", async () => {
  const { jobs, woken } = await watched();
  const owner = { apiVersion: "batch/v1", kind: "CronJob", name: "report", uid: "u", controller: true };
  jobs.apply("ADDED", job({ metadata: { ownerReferences: [owner] } }));
  expect(await woken()).toEqual([]);
});

const gold = { namespaceSelector: { matchLabels: { tier: "gold" } }, rules: {} };

test("a policy has the tasks looked at of namespaces where it holds or held, after a moment and once", async () => {
  const { policies, queue, woken } = await watched();
  policies.apply("ADDED", policy("p", gold));
  expect(queue.length).toBe(0);
  expect(await woken()).toEqual(["gold/a"]);
  const nowhere = { ...gold, namespaceSelector: { matchLabels: { tier: "none" } } };
  policies.apply("MODIFIED", policy("p", nowhere, 2));
  expect(await woken()).toEqual(["gold/a"]);
  policies.apply("MODIFIED", policy("p", gold, 3));
  policies.apply("MODIFIED", policy("p", gold, 4));
  expect(await woken()).toEqual(["gold/a"]);
});

test("a policy's status has nobody looked at", async () => {
  const { policies, woken } = await watched();
  policies.apply("ADDED", policy("p", gold));
  await woken();
  const { metadata, ...rest } = policy("p", gold);
  policies.apply("MODIFIED", { ...rest, metadata: { ...metadata, resourceVersion: "9" } });
  expect(await woken()).toEqual([]);
});

test("a namespace that gets other labels has its tasks looked at", async () => {
  const { namespaces, woken } = await watched();
  namespaces.apply("MODIFIED", namespace("tin", { tier: "gold" }, "2"));
  expect(await woken()).toEqual(["tin/b"]);
  namespaces.apply("MODIFIED", namespace("tin", { tier: "gold" }, "3"));
  expect(await woken()).toEqual([]);
});

test("where namespaces can't be read a policy may hold in any", async () => {
  const { policies, woken } = await watched(false);
  policies.apply("ADDED", policy("p", gold));
  expect((await woken()).toSorted()).toEqual(["gold/a", "tin/b"]);
});
