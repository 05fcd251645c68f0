import { expect, test } from "vitest";
import type { BatchTask } from "../../../src/api/batchtask.ts";
import { reconcile, type ReconcileOptions } from "../../../src/controllers/batchtask/reconcile.ts";
import { BATCHTASKS, JOBS } from "../../../src/api/resources.ts";
import { createFakeApi } from "../../support/fake-api/api.ts";
import { look } from "../../support/inquiries.ts";
import { createReplica, withoutJobs } from "../support/replica.ts";
import { task } from "../support/task.ts";

const KEY = "team/report";
const ref = { namespace: "team", name: "report" };
const never = new AbortController().signal;

const now = (): number => Date.UTC(2026, 0, 1);

/** A replica with caches that nothing arrives at but its own writes. */
function scene() {
  const { client } = createFakeApi(now);
  let stale = 0;
  const replica = (): ReconcileOptions => ({ ...createReplica(client, now), onStale: () => (stale += 1) });
  const live = async (): Promise<BatchTask> => {
    const found = await client.get(BATCHTASKS, ref);
    if (!found) throw new Error("gone");
    return found;
  };
  /** The replica records a run; its Job is not created, since the API server can't be reached. */
  const record = async (by: ReconcileOptions, created: BatchTask): Promise<BatchTask> => {
    by.tasks.upsert(created);
    const cut = { ...client, create: () => Promise.reject(new Error("cut off")) };
    await expect(reconcile({ ...by, client: cut }, KEY, never)).rejects.toThrow("cut off");
    return live();
  };
  return { client, replica, live, record, stale: () => stale };
}

test("who takes over with a cache from before the Job does not start a run again that came, ended and was removed", async () => {
  const { client, replica, live, record, stale } = scene();
  const [leader, standby] = [replica(), replica()];
  const created = await client.create(BATCHTASKS, task());
  // The last that the standby hears: the run is recorded.
  standby.tasks.upsert(await record(leader, created));
  await look(leader, KEY, never);
  const job = leader.jobs.list()[0];
  const done = { type: "Complete", status: "True", lastTransitionTime: "2026-01-01T00:00:00Z" };
  const status = { succeeded: 1, startTime: "2026-01-01T00:00:00Z", conditions: [done] };
  const { name = "", namespace, uid = "" } = job?.metadata ?? {};
  const ended = await client.mergePatch(JOBS, { namespace, name }, { status }, { subresource: "status" });
  leader.jobs.upsert(ended);
  await look(leader, KEY, never);
  expect((await live()).status?.phase).toBe("Succeeded");
  await client.delete(JOBS, { namespace, name }, { uid });

  await look(standby, KEY, never);
  expect((await client.list(JOBS)).items).toEqual([]);
  expect((await live()).status?.phase).toBe("Succeeded");
  expect(stale()).toBe(1);
});

test("a task that is gone, or another of its name, gets no Job", async () => {
  const { client, replica, live, record, stale } = scene();
  const standby = replica();
  await record(standby, await client.create(BATCHTASKS, task()));
  await client.delete(BATCHTASKS, ref, { uid: (await live()).metadata.uid });
  await look(standby, KEY, never);
  await client.create(BATCHTASKS, task());
  await look(standby, KEY, never);
  expect((await client.list(JOBS)).items).toEqual([]);
  expect(stale()).toBe(2);
});

test("a Job that is removed before it is on record was there all the same: its run is lost, not started again", async () => {
  const { client, replica, live } = scene();
  const leader = replica();
  leader.tasks.upsert(await client.create(BATCHTASKS, task()));
  await look(leader, KEY, never);
  const [job] = leader.jobs.list();
  const { name = "", namespace, uid = "" } = job?.metadata ?? {};
  expect((await live()).status?.run?.jobUID).toBeUndefined();
  await client.delete(JOBS, { namespace, name }, { uid });
  const caughtUp = { ...leader, ...withoutJobs() };
  await look(caughtUp, KEY, never);
  expect((await client.list(JOBS)).items).toEqual([]);
  const { status } = await live();
  expect([status?.phase, status?.run?.jobUID]).toEqual(["Unknown", uid]);
});
