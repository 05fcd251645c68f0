import { noPolicies } from "../../support/unguarded.ts";
import { expect, test } from "vitest";
import type { BatchTask } from "../../../src/api/batchtask.ts";
import type { Job } from "../../../src/api/job.ts";
import { createStore } from "../../../src/kube/store.ts";
import { reconcile, type ReconcileOptions } from "../../../src/reconcile/reconcile.ts";
import { BATCHTASKS, JOBS } from "../../../src/api/resources.ts";
import { createFakeApi } from "../../support/fake-api/api.ts";
import { task } from "../support/task.ts";

const KEY = "team/report";
const ref = { namespace: "team", name: "report" };
const never = new AbortController().signal;

const now = (): number => Date.UTC(2026, 0, 1);

function onHandlerError(error: unknown): never {
  throw error;
}

/** A replica with caches that nothing arrives at but its own writes. */
function scene() {
  const { client } = createFakeApi(now);
  let stale = 0;
  const replica = (): ReconcileOptions => {
    const tasks = createStore<BatchTask>({ onHandlerError });
    const jobs = createStore<Job>({ onHandlerError });
    return { tasks, jobs, client, ...noPolicies(), now, tell: () => undefined, onStale: () => (stale += 1) };
  };
  const live = async (): Promise<BatchTask> => {
    const found = await client.get(BATCHTASKS, ref);
    if (!found) throw new Error("gone");
    return found;
  };
  return { client, replica, live, stale: () => stale };
}

test("who takes over with a cache from before the Job does not start a run again that came, ended and was removed", async () => {
  const { client, replica, live, stale } = scene();
  const [leader, standby] = [replica(), replica()];
  const created = await client.create(BATCHTASKS, task());
  leader.tasks.observe(created);
  await reconcile(leader, KEY, never);
  // The last that the standby hears: the run is recorded.
  standby.tasks.observe(await live());
  await reconcile(leader, KEY, never);
  const job = leader.jobs.list()[0];
  const done = { type: "Complete", status: "True", lastTransitionTime: "2026-01-01T00:00:00Z" };
  const status = { succeeded: 1, startTime: "2026-01-01T00:00:00Z", conditions: [done] };
  const { name = "", namespace, uid = "" } = job?.metadata ?? {};
  const ended = await client.mergePatch(JOBS, { namespace, name }, { status }, { subresource: "status" });
  leader.jobs.observe(ended);
  await reconcile(leader, KEY, never);
  expect((await live()).status?.phase).toBe("Succeeded");
  await client.delete(JOBS, { namespace, name }, { uid });

  await reconcile(standby, KEY, never);
  expect((await client.list(JOBS)).items).toEqual([]);
  expect((await live()).status?.phase).toBe("Succeeded");
  expect(stale()).toBe(1);
});

test("a task that is gone, or another of its name, gets no Job", async () => {
  const { client, replica, live, stale } = scene();
  const standby = replica();
  standby.tasks.observe(await client.create(BATCHTASKS, task()));
  await reconcile(standby, KEY, never);
  await client.delete(BATCHTASKS, ref, { uid: (await live()).metadata.uid });
  await reconcile(standby, KEY, never);
  await client.create(BATCHTASKS, task());
  await reconcile(standby, KEY, never);
  expect((await client.list(JOBS)).items).toEqual([]);
  expect(stale()).toBe(2);
});
