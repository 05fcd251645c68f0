import { ownJobIn } from "../../../../../src/controllers/batchtask/own-job.ts";
import { createSlots } from "../../../../../src/controllers/batchtask/concurrency/slots.ts";
import { expect, test } from "vitest";
import type { BatchTask } from "../../../../../src/api/batchtask.ts";
import type { Job } from "../../../../../src/api/job.ts";
import { notReady } from "../../../support/ready.ts";
import { storeOf, taskStore } from "../../../support/stores.ts";
import { job, run, task } from "../../../support/task.ts";

interface Member {
  name: string;
  created?: string;
  run?: Parameters<typeof run>[0];
  reason?: string;
  suspend?: boolean;
  /** Its Job, where it has one. */
  job?: { suspend?: boolean; ended?: boolean; active?: number; terminating?: number };
  leaving?: boolean;
}

const time = "2026-01-01T00:00:00Z";

function member({
  name,
  created = time,
  run: fields = {},
  reason = "Pending",
  suspend,
  leaving,
}: Member): BatchTask {
  const made = task(suspend ? { suspend } : {}, {
    observedGeneration: 1,
    run: run({ jobName: `${name}-job`, ...fields }),
    conditions: [notReady(reason)],
  });
  const own = {
    name,
    uid: `${name}-uid`,
    creationTimestamp: created,
    ...(leaving && { deletionTimestamp: time }),
  };
  return { ...made, metadata: { ...made.metadata, ...own } };
}

function jobOf({ name, job: fields }: Member): Job[] {
  if (!fields) return [];
  const owner = {
    apiVersion: "batchtask.dev/v1alpha1",
    kind: "BatchTask",
    name,
    uid: `${name}-uid`,
    controller: true,
  };
  const conditions = fields.ended ? [{ type: "Complete", status: "True" }] : [];
  return [
    job({
      metadata: { name: `${name}-job`, uid: `${name}-job-uid`, ownerReferences: [owner] },
      spec: { suspend: fields.suspend ?? false },
      status: {
        startTime: time,
        conditions,
        ...(fields.active && { active: fields.active }),
        ...(fields.terminating && { terminating: fields.terminating }),
      },
    }),
  ];
}

function slots(most: number, ...members: Member[]) {
  return slotsKnowing((task) => task, most, ...members);
}

function slotsKnowing(known: (task: BatchTask) => BatchTask, most: number, ...members: Member[]) {
  const tasks = taskStore(...members.map(member));
  const jobs = storeOf<Job>(...members.flatMap(jobOf));
  const made = createSlots({
    tasks,
    ownJob: ownJobIn(jobs),
    limit: () => ({ value: most, policy: "p" }),
    withUnwritten: known,
    wake: () => undefined,
  });
  const get = (name: string) => tasks.get(`team/${name}`) ?? task();
  return {
    ...made,
    acquire: (name: string) => made.acquire(get(name), jobs.get(`team/${name}-job`))?.position,
    release: (name: string) => made.release(get(name)),
    next: () => made.next("team").map((key) => key.slice(5)),
  };
}

const at = (second: number) => `2026-01-01T00:00:0${second}Z`;
const three: Member[] = [
  { name: "c", created: at(3) },
  { name: "a", created: at(1) },
  { name: "b", created: at(2) },
];

test("in order of creation", () => {
  const { acquire, next } = slots(1, ...three);
  expect([acquire("b"), acquire("c")]).toEqual([2, 3]);
  expect(next()).toEqual(["a"]);
  expect(acquire("a")).toBeUndefined();
});

test("a slot that is being taken is not given twice, and comes back", () => {
  const { acquire, release, next } = slots(1, ...three);
  expect(acquire("a")).toBeUndefined();
  expect(acquire("b")).toBe(1);
  expect(next()).toEqual([]);
  expect(release("a")).toBe(true);
  expect(release("b")).toBe(false);
  expect(next()).toEqual(["a"]);
});

test("a free slot wakes as many as there are free slots", () => {
  expect(slots(2, ...three).next()).toEqual(["a", "b"]);
  expect(slots(2, ...three, { name: "z", job: {} }).next()).toEqual(["a"]);
});

test("of equal times the name decides", () => {
  expect(slots(1, { name: "y" }, { name: "x" }).next()).toEqual(["x"]);
});

test("a later run counts from its own request, so that an old task does not overtake", () => {
  const old = { name: "old", created: at(0), run: { number: 5, requestTime: at(9) } };
  expect(slots(3, ...three, old).next()).toEqual(["a", "b", "c"]);
});

test.each<[string, Member, boolean]>([
  ["a running Job", { name: "z", job: {} }, true],
  ["a suspended Job", { name: "z", suspend: true, job: { suspend: true } }, false],
  [
    "a suspended Job whose pods are still there",
    { name: "z", suspend: true, job: { suspend: true, active: 1 } },
    true,
  ],
  ["one whose pods are going", { name: "z", suspend: true, job: { suspend: true, terminating: 1 } }, true],
  ["the running Job of a task that is being deleted", { name: "z", leaving: true, job: {} }, true],
  ["its suspended one", { name: "z", leaving: true, job: { suspend: true } }, false],
  ["an ended Job", { name: "z", job: { ended: true } }, false],
  ["an ended run", { name: "z", run: { completionTime: time } }, false],
  ["a suspended task without a Job", { name: "z", suspend: true }, false],
])("%s holds a slot: %s", (_, other, holds) => {
  expect(slots(1, { name: "a" }, other).next()).toEqual(holds ? [] : ["a"]);
});

test("a task whose Job can't be created holds up nobody, and may try when it asks", () => {
  const stuck = { name: "a", created: at(0), reason: "CreateForbidden" };
  const { acquire, next } = slots(1, stuck, ...three.slice(0, 1), { name: "b", created: at(2) });
  expect(next()).toEqual(["b"]);
  expect(acquire("a")).toBeUndefined();
  expect(acquire("b")).toBe(1);
});

test("a resumed task waits like any other", () => {
  const resumed = { name: "a", created: at(1), job: { suspend: true } };
  expect(slots(1, resumed, { name: "z", job: {} }).acquire("a")).toBe(1);
  expect(slots(1, resumed).acquire("a")).toBeUndefined();
});

test("a run whose Job is known and gone holds up nobody, though its Job is not on record yet", () => {
  const lost = member({ name: "a", created: at(1), run: { jobUID: "j" } });
  const known = (one: BatchTask): BatchTask => (one.metadata.name === "a" ? lost : one);
  expect(slotsKnowing(known, 1, ...three).next()).toEqual(["b"]);
  expect(slotsKnowing(known, 1, ...three).acquire("b")).toBeUndefined();
});
