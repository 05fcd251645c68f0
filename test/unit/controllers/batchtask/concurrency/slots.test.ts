import { ownJobIn } from "../../../../../src/controllers/batchtask/own-job.ts";
import { createSlots } from "../../../../../src/controllers/batchtask/concurrency/slots.ts";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { BatchTask } from "../../../../../src/api/batchtask.ts";
import type { Job } from "../../../../../src/api/job.ts";
import { guardrailsOf } from "../../../../../src/guardrails/guard.ts";
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
  team?: string | undefined;
  group?: string | undefined;
}

const time = "2026-01-01T00:00:00Z";

function member({
  name,
  created = time,
  run: fields = {},
  reason = "Pending",
  suspend,
  leaving,
  team,
  group,
}: Member): BatchTask {
  const spec = { ...(suspend && { suspend }), ...(group && { runs: { concurrencyGroup: group } }) };
  const made = task(spec, {
    observedGeneration: 1,
    run: run({ jobName: `${name}-job`, ...fields }),
    conditions: [notReady(reason)],
  });
  const own = {
    name,
    uid: `${name}-uid`,
    creationTimestamp: created,
    ...(team && { labels: { team } }),
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

/** Slots that follow two caches. */
function slotsOver(
  { tasks, jobs }: { tasks: ReturnType<typeof taskStore>; jobs: ReturnType<typeof storeOf<Job>> },
  most: number,
  known: (task: BatchTask) => BatchTask = (task) => task,
  wake: (key: string) => void = () => undefined,
) {
  const rules = { maxActivePerNamespace: most, maxActivePerLabel: [{ label: "team", max: 1 }] };
  const { merged } = guardrailsOf([{ name: "p", mode: "Enforce", rules }]);
  return createSlots({
    tasks,
    jobs,
    ownJob: ownJobIn(jobs),
    limiting: () => merged,
    freezeOf: () => ({ changesAt: undefined }),
    now: () => 0,
    withUnwritten: known,
    wake,
  });
}

function slotsKnowing(known: (task: BatchTask) => BatchTask, most: number, ...members: Member[]) {
  const tasks = taskStore(...members.map(member));
  const jobs = storeOf<Job>(...members.flatMap(jobOf));
  const made = slotsOver({ tasks, jobs }, most, known);
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

test("a Job that can't be resumed holds up nobody", () => {
  const stuck = { name: "a", created: at(0), reason: "ReconcileError", job: { suspend: true } };
  expect(slots(1, stuck, ...three.slice(0, 1)).next()).toEqual(["c"]);
});

test("whose Job could not be resumed leaves the slot to the next one", () => {
  const resumed = { name: "a", created: at(0), job: { suspend: true } };
  const tasks = taskStore(...[resumed, ...three.slice(0, 1)].map(member));
  const jobs = storeOf<Job>(...jobOf(resumed));
  const woken: string[] = [];
  const made = slotsOver({ tasks, jobs }, 1, undefined, (key) => woken.push(key));
  const [task] = tasks.list();
  expect(task && made.acquire(task, jobs.list()[0])).toBeUndefined();
  tasks.apply("MODIFIED", versioned(member({ ...resumed, reason: "ReconcileError" }), "1000"));
  expect(task && made.release(task)).toBe(true);
  expect(woken).toEqual(["team/c"]);
});

test("who has gone while it was being looked at stands in no line", () => {
  const tasks = taskStore(...three.map(member));
  const made = slotsOver({ tasks, jobs: storeOf<Job>() }, 1);
  const [first] = made.next("team");
  const gone = tasks.get(first ?? "");
  if (!gone) throw new Error("no task");
  tasks.apply("DELETED", versioned(gone, "1000"));
  made.acquire(gone, undefined);
  made.release(gone);
  expect(made.next("team")).toEqual(["team/b"]);
});

const versioned = <Kind extends { metadata?: object }>(object: Kind, resourceVersion: string): Kind => ({
  ...object,
  metadata: { ...object.metadata, resourceVersion },
});

const members = fc.record({
  name: fc.constantFrom("a", "b", "c", "d"),
  created: fc.nat(3).map(at),
  reason: fc.constantFrom("Pending", "CreateForbidden"),
  suspend: fc.boolean(),
  leaving: fc.boolean(),
  team: fc.constantFrom(undefined, "red", "blue"),
  group: fc.constantFrom(undefined, "nightly"),
  run: fc.constantFrom({}, { completionTime: time }, { jobUID: "gone" }, { number: 2, requestTime: at(9) }),
});
const owned = fc.record({ suspend: fc.boolean(), ended: fc.boolean(), active: fc.nat(1) });
const changes = fc.oneof(
  fc.record({ put: members }),
  fc.record({ remove: members }),
  fc.record({ job: owned, of: members }),
  fc.record({ removeJob: members }),
);

test("what is kept by each change is what a count of all would find", () => {
  fc.assert(
    fc.property(fc.array(changes, { maxLength: 30 }), fc.nat(3), (history, most) => {
      const tasks = taskStore();
      const jobs = storeOf<Job>();
      const kept = slotsOver({ tasks, jobs }, most);
      kept.next("team");
      for (const [index, change] of history.entries()) {
        const version = String(index + 2);
        if ("put" in change) tasks.apply("MODIFIED", versioned(member(change.put), version));
        if ("remove" in change) tasks.apply("DELETED", versioned(member(change.remove), version));
        if ("job" in change)
          for (const job of jobOf({ ...change.of, job: change.job }))
            jobs.apply("MODIFIED", versioned(job, version));
        if ("removeJob" in change)
          for (const job of jobOf({ ...change.removeJob, job: {} }))
            jobs.apply("DELETED", versioned(job, version));
        const counted = slotsOver({ tasks, jobs }, most);
        expect(kept.next("team")).toEqual(counted.next("team"));
        for (const task of tasks.list()) {
          const job = jobs.get(`team/${task.metadata.name}-job`);
          expect(kept.acquire(task, job)).toEqual(counted.acquire(task, job));
          kept.release(task);
          counted.release(task);
        }
      }
    }),
  );
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

test("of one value of a label no more run than its limit lets, and others pass", () => {
  const team = (name: string, second: number, team?: string): Member => ({ name, created: at(second), team });
  const { acquire, next } = slots(
    3,
    team("a", 1, "red"),
    team("b", 2, "red"),
    team("c", 3, "blue"),
    team("d", 4),
  );
  expect(next()).toEqual(["a", "c"]);
  expect([acquire("a"), acquire("b"), acquire("c")]).toEqual([undefined, 1, undefined]);
  // The first that waits for a full limit keeps a slot of the namespace.
  expect(next()).toEqual([]);
  expect(acquire("d")).toBe(2);
});

test("of a concurrency group one runs at a time, in order of creation", () => {
  const nightly = (name: string, second: number): Member => ({ name, created: at(second), group: "nightly" });
  const { acquire, release, next } = slots(9, nightly("b", 2), nightly("a", 1), { name: "z" });
  expect(acquire("b")).toBe(2);
  expect([acquire("a"), acquire("z")]).toEqual([undefined, undefined]);
  expect(acquire("b")).toBe(1);
  expect([release("a"), release("z")]).toEqual([true, true]);
  expect(next()).toEqual(["z", "a"]);
});

test("other policies hold from the moment that they are known, also for who is being started", () => {
  const tasks = taskStore(...three.map(member));
  const jobs = storeOf<Job>();
  let most = 1;
  const woken: string[] = [];
  const made = createSlots({
    tasks,
    jobs,
    ownJob: ownJobIn(jobs),
    limiting: () =>
      guardrailsOf([{ name: "p", mode: "Enforce", rules: { maxActivePerNamespace: most } }]).merged,
    freezeOf: () => ({ changesAt: undefined }),
    now: () => 0,
    withUnwritten: (task) => task,
    wake: (key) => woken.push(key),
  });
  const get = (name: string) => tasks.get(`team/${name}`) ?? task();
  expect(made.acquire(get("a"), undefined)).toBeUndefined();
  expect(made.acquire(get("b"), undefined)?.position).toBe(1);
  most = 2;
  made.renew(undefined);
  expect(made.next("team")).toEqual(["team/b"]);
  most = 3;
  made.renew("team");
  expect(woken).toEqual(["team/b", "team/c"]);
  expect(made.release(get("a"))).toBe(true);
});

test("who waits in a freeze is passed, until it ends", () => {
  const tasks = taskStore(...three.map(member));
  const jobs = storeOf<Job>();
  let now = 0;
  const frozen = { policy: "p", reason: undefined, until: 10, isAtLeast: false };
  const made = createSlots({
    tasks,
    jobs,
    ownJob: ownJobIn(jobs),
    limiting: () =>
      guardrailsOf([{ name: "p", mode: "Enforce", rules: { maxActivePerNamespace: 1 } }]).merged,
    freezeOf: () => (now < 10 ? { frozen, changesAt: 10 } : { changesAt: undefined }),
    now: () => now,
    withUnwritten: (task) => task,
    wake: () => undefined,
  });
  expect(made.next("team")).toEqual([]);
  now = 10;
  expect(made.next("team")).toEqual(["team/a"]);
});
