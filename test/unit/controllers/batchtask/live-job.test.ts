import { expect, test } from "vitest";
import type { Job, KubeEvent } from "../../../../src/api/job.ts";
import { BATCHTASKS, EVENTS, JOBS } from "../../../../src/api/resources.ts";
import type { ListOptions } from "../../../../src/kube/client.ts";
import type { KubeObject } from "../../../../src/kube/object.ts";
import { type Resource, trust } from "../../../../src/kube/resource.ts";
import { createFakeApi } from "../../../support/fake-api/api.ts";
import { look } from "../../../support/inquiries.ts";
import { createReplica } from "../../support/replica.ts";
import { task, TASK_KEY, TASK_REF } from "../../support/task.ts";

const never = new AbortController().signal;
const now = (): number => Date.UTC(2026, 0, 1);

/** A world whose API server has these events about Jobs, by the Job's name. */
function scene() {
  const { client } = createFakeApi(now);
  const events: KubeEvent[] = [];
  let asked = 0;
  const list = async <T extends KubeObject>(resource: Resource<T>, options: ListOptions = {}) => {
    if (resource.plural !== EVENTS.plural) return client.list(resource, options);
    asked += 1;
    const wanted = new URLSearchParams(options.fieldSelector?.replaceAll(",", "&"));
    const items = events.filter(({ involvedObject: { kind, name, uid } }) =>
      wanted.has("involvedObject.uid")
        ? wanted.get("involvedObject.uid") === uid
        : wanted.get("involvedObject.kind") === kind && wanted.get("involvedObject.name") === name,
    );
    return { items: items.map((event) => trust(resource, event)), resourceVersion: "1" };
  };
  return {
    client,
    asked: () => asked,
    /** A process that has just read everything. */
    look: async (isNew = false): Promise<void> => {
      const replica = createReplica({ ...client, list }, now);
      if (isNew) replica.unstarted = { ...replica.unstarted, has: () => true };
      for (const one of (await client.list(BATCHTASKS)).items) replica.tasks.upsert(one);
      for (const one of (await client.list(JOBS)).items) replica.jobs.upsert(one);
      await look(replica, TASK_KEY, never);
    },
    tell: ({ metadata }: Job, type: string, reason: string): void => {
      const involvedObject = {
        kind: "Job",
        ...TASK_REF,
        name: metadata?.name ?? "",
        uid: metadata?.uid ?? "",
      };
      events.push({ metadata: { ...TASK_REF, name: reason }, involvedObject, type, reason, message: "" });
    },
    status: async () => (await client.get(BATCHTASKS, TASK_REF))?.status,
    jobs: async () => (await client.list(JOBS)).items,
  };
}

/** A process records a run, creates its Job and ends before the Job's UID is on record; then the Job goes. */
async function unrecorded(tell: readonly (readonly [type: string, reason: string])[]) {
  const world = scene();
  await world.client.create(BATCHTASKS, task());
  await world.look();
  const [job] = await world.jobs();
  if (!job) throw new Error("no Job");
  expect((await world.status())?.run?.jobUID).toBeUndefined();
  for (const [type, reason] of tell) world.tell(job, type, reason);
  const { namespace = "", name = "", uid = "" } = job.metadata ?? {};
  await world.client.delete(JOBS, { namespace, name }, { uid });
  return { ...world, ref: { namespace, name }, uid };
}

test("a Job that was not on record and is gone is known by its events: lost, and not started again", async () => {
  const { look, status, jobs, uid } = await unrecorded([["Normal", "SuccessfulCreate"]]);
  await look();
  expect(await jobs()).toEqual([]);
  expect(await status()).toMatchObject({ phase: "Unknown", run: { number: 1, jobUID: uid } });
});

test.each([
  ["Normal", "Completed", "Succeeded"],
  ["Warning", "BackoffLimitExceeded", "Failed"],
])("so is its end: %s %s", async (type, reason, phase) => {
  const { look, status, jobs } = await unrecorded([
    ["Normal", "SuccessfulCreate"],
    [type, reason],
  ]);
  await look();
  expect([(await status())?.phase, await jobs()]).toEqual([phase, []]);
});

test("a run of whose Job no event tells was recorded and never started: it starts, and events were asked for once", async () => {
  const { look, jobs, asked } = await unrecorded([]);
  const before = asked();
  await look();
  expect((await jobs()).length).toBe(1);
  expect(asked()).toBe(before + 1);
});

test("events of somebody else's Job under the run's name say nothing of the run", async () => {
  const world = await unrecorded([]);
  const foreign = await world.client.create(JOBS, { metadata: world.ref, spec: { template: {} } });
  world.tell(foreign, "Normal", "SuccessfulCreate");
  await world.look();
  const ready = (await world.status())?.conditions?.find(({ type }) => type === "Ready");
  expect(ready?.reason).not.toBe("ResultLost");
  expect((await world.jobs())[0]?.metadata?.uid).toBe(foreign.metadata?.uid);
});

test("a task of which nobody can have made a Job costs no such question", async () => {
  const world = scene();
  await world.client.create(BATCHTASKS, task());
  await world.look(true);
  expect([(await world.jobs()).length, world.asked()]).toEqual([1, 0]);
});
