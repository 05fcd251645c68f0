import { expect, test } from "vitest";
import type { BatchTask } from "../../../src/api/batchtask.ts";
import type { Job } from "../../../src/api/job.ts";
import { createStore } from "../../../src/kube/store.ts";
import { createOwed } from "../../../src/reconcile/owed.ts";
import { reconcile, type ReconcileOptions } from "../../../src/reconcile/reconcile.ts";
import type { StatusStep } from "../../../src/reconcile/step.ts";
import { BATCHTASKS } from "../../../src/api/resources.ts";
import { createFakeApi } from "../../support/fake-api/api.ts";
import { noPolicies } from "../../support/unguarded.ts";
import { task } from "../support/task.ts";

const never = new AbortController().signal;
let time = Date.UTC(2026, 0, 1);
const now = (): number => time;

function onHandlerError(error: unknown): never {
  throw error;
}

test("a status is told of once it is stored, and neither where the write failed nor where there was none", async () => {
  const { client } = createFakeApi(now);
  const tasks = createStore<BatchTask>({ onHandlerError });
  const jobs = createStore<Job>({ onHandlerError });
  const told: StatusStep[] = [];
  const events: string[] = [];
  const options: ReconcileOptions = {
    tasks,
    jobs,
    client,
    now,
    owed: createOwed(now),
    ...noPolicies(),
    onStatus: (step) => told.push(step),
    tell: (_, { reason }) => events.push(reason),
    onStale: () => undefined,
  };
  const refusing: ReconcileOptions = {
    ...options,
    client: { ...client, replaceStatus: () => Promise.reject(new Error("refused")) },
  };
  tasks.observe(await client.create(BATCHTASKS, task()));

  await expect(reconcile(refusing, "team/report", never)).rejects.toThrow("refused");
  expect(told).toEqual([]);
  await reconcile(options, "team/report", never);
  expect(told.map(({ before, after }) => [before?.run?.number, after.run?.number])).toEqual([[undefined, 1]]);
  expect((await client.get(BATCHTASKS, { namespace: "team", name: "report" }))?.status).toEqual(
    told[0]?.after,
  );

  // The Job is created, its record is owed, and then refused.
  time += 1_000;
  await expect(reconcile(refusing, "team/report", never)).rejects.toThrow("refused");
  expect([told.length, events]).toEqual([1, []]);
  await reconcile(options, "team/report", never);
  expect(told[1]).toMatchObject({ at: now(), job: { metadata: { name: told[0]?.after.run?.jobName } } });
  expect([told.length, events]).toEqual([2, ["RunStarted"]]);
  await reconcile(options, "team/report", never);
  expect(told.length).toBe(2);
});
