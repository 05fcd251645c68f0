import { expect, test } from "vitest";
import { BATCHTASKS } from "../../../../../src/api/resources.ts";
import type { BatchTaskStatus } from "../../../../../src/api/status.ts";
import { reconcile } from "../../../../../src/controllers/batchtask/reconcile.ts";
import {
  createDeferral,
  DEFERRED_MS,
} from "../../../../../src/controllers/batchtask/status-writer/deferral.ts";
import {
  createStatusWriter,
  type StatusStep,
} from "../../../../../src/controllers/batchtask/status-writer/status-writer.ts";
import { ApiError, TransportError } from "../../../../../src/kube/errors.ts";
import { createFakeApi } from "../../../../support/fake-api/api.ts";
import { recordedClient } from "../../../support/recorded-client.ts";
import { createReplica } from "../../../support/replica.ts";
import { taskStore } from "../../../support/stores.ts";
import { run, task, TASK_KEY } from "../../../support/task.ts";
import { over, pending, running } from "./support/statuses.ts";

const never = new AbortController().signal;

test("a status is told of once it is stored, and neither where the write failed nor where there was none", async () => {
  let time = Date.UTC(2026, 0, 1);
  const now = (): number => time;
  const { client } = createFakeApi(now);
  const told: StatusStep[] = [];
  const events: string[] = [];
  let refuses = false;
  const fickle: typeof client = {
    ...client,
    replaceStatus: (...call) =>
      refuses ? Promise.reject(new Error("refused")) : client.replaceStatus(...call),
  };
  const options = createReplica(fickle, now, {
    onStatus: (step) => told.push(step),
    tell: (_, { reason }) => events.push(reason),
  });
  const refused = async () => {
    refuses = true;
    await expect(reconcile(options, "team/report", never)).rejects.toThrow("refused");
    refuses = false;
  };
  options.tasks.upsert(await client.create(BATCHTASKS, task()));

  await refused();
  expect(told).toEqual([]);
  await reconcile(options, "team/report", never);
  expect(told.map(({ before, after }) => [before?.run?.number, after.run?.number])).toEqual([[undefined, 1]]);
  expect((await client.get(BATCHTASKS, { namespace: "team", name: "report" }))?.status).toEqual(
    told[0]?.after,
  );

  // The Job is created, its record is owed, and then refused.
  time += DEFERRED_MS;
  await refused();
  expect([told.length, events]).toEqual([1, []]);
  await reconcile(options, "team/report", never);
  expect(told[1]).toMatchObject({ at: now(), job: { metadata: { name: told[0]?.after.run?.jobName } } });
  expect([told.length, events]).toEqual([2, ["RunStarted"]]);
  await reconcile(options, "team/report", never);
  expect(told.length).toBe(2);
});

/** A task whose pending status is on record, and who is told of what. */
async function scene() {
  const { client } = createFakeApi(() => Date.UTC(2026, 0, 1));
  const created = await client.create(BATCHTASKS, task());
  const recorded = await client.replaceStatus(BATCHTASKS, { ...created, status: pending });
  const { client: asked, verbs } = recordedClient(client);
  const tasks = taskStore(recorded);
  const deferral = createDeferral(() => 0);
  const steps: StatusStep[] = [];
  const writer = createStatusWriter({
    client: asked,
    tasks,
    deferral,
    now: () => 7,
    tell: () => undefined,
    onStatus: (step) => steps.push(step),
  });
  const write = (status: BatchTaskStatus) =>
    writer.write({ task: recorded, recorded: pending }, status, never);
  return { writer, write, recorded, tasks, deferral, steps, verbs };
}

test("a status that is on record costs no write, and ends what was deferred", async () => {
  const { write, verbs, deferral } = await scene();
  expect(await write(running)).toEqual({ dueInMs: DEFERRED_MS });
  expect(deferral.size).toBe(1);
  expect(await write({ ...pending })).toEqual({ dueInMs: 0 });
  expect([deferral.size, verbs()]).toEqual([0, []]);
});

test("progress is known at once and written later", async () => {
  const { writer, write, recorded, steps, verbs } = await scene();
  await write(running);
  expect(writer.withUnwritten(recorded).status?.run?.jobUID).toBe("j");
  expect([steps, verbs()]).toEqual([[], []]);
});

test("what somebody waits for is written at once, and the next read sees it", async () => {
  const { write, tasks, deferral, steps, verbs } = await scene();
  await write(running);
  const { dueInMs, version } = await write(over);
  const stored = tasks.get(TASK_KEY);
  expect([dueInMs, version, stored?.status]).toEqual([0, stored?.metadata.resourceVersion, over]);
  expect([deferral.size, verbs()]).toEqual([0, ["replaceStatus batchtasks"]]);
  expect(steps).toEqual([{ task: stored, before: pending, after: over, job: undefined, at: 7 }]);
});

test("of two processes that know different things one fails", async () => {
  const { write, steps } = await scene();
  await write(over);
  await expect(write({ ...over, phase: "Failed" })).rejects.toMatchObject({ status: 409 });
  expect(steps).toHaveLength(1);
});

test("of a task that is gone nothing is kept", async () => {
  const { writer, write, deferral } = await scene();
  await write(running);
  writer.forget(TASK_KEY);
  expect(deferral.size).toBe(0);
});

/** A client whose first replaceStatus is carried out, and fails all the same; `error` is what its caller gets. */
async function losingAnswers(error: Error) {
  const now = (): number => Date.UTC(2026, 0, 1);
  const { client } = createFakeApi(now);
  const events: string[] = [];
  const steps: StatusStep[] = [];
  let lose = true;
  const lossy: typeof client = {
    ...client,
    async replaceStatus(...call) {
      const written = await client.replaceStatus(...call);
      if (!lose) return written;
      lose = false;
      throw error;
    },
  };
  const tasks = taskStore();
  const deferral = createDeferral(now);
  deferral.close();
  const writer = createStatusWriter({
    client: lossy,
    tasks,
    deferral,
    now,
    tell: (_, { reason }) => events.push(reason),
    onStatus: (step) => steps.push(step),
  });
  const created = await client.create(BATCHTASKS, task());
  const status: BatchTaskStatus = {
    observedGeneration: 1,
    phase: "Pending",
    run: run({ jobUID: "job-uid" }),
  };
  await expect(writer.write({ task: created }, status, never)).rejects.toBe(error);
  expect([steps.length, events]).toEqual([0, []]);
  const stored = await client.get(BATCHTASKS, { namespace: "team", name: "report" });
  if (!stored) throw new Error("gone");
  return { writer, stored, status, created, steps, events };
}

const conflict = () => {
  const error = new ApiError({ status: 409, body: "", method: "PUT", path: "/" });
  error.afterLostAnswer = true;
  return error;
};

test.each([
  ["no answer came", () => new TransportError("reset", { code: "ECONNRESET", maybeSent: true })],
  ["its repetition was refused as a conflict", conflict],
  ["the server gave up waiting", () => new ApiError({ status: 504, body: "", method: "PUT", path: "/" })],
])("a status that was stored though %s is told of once it is seen, and once", async (_, error) => {
  const { writer, stored, status, steps, events } = await losingAnswers(error());
  for (let look = 0; look < 2; look += 1)
    await writer.write({ task: stored, recorded: stored.status }, status, never);
  expect(steps.map(({ before, after }) => [before, after.run?.jobUID])).toEqual([[undefined, "job-uid"]]);
  expect(events).toEqual(["RunStarted"]);
});

test("a conflict with somebody else's write, and a request that never left, are told of by whoever wrote", async () => {
  for (const error of [
    new ApiError({ status: 409, body: "", method: "PUT", path: "/" }),
    new TransportError("refused", { code: "ECONNREFUSED", maybeSent: false }),
  ]) {
    const { writer, stored, status, steps } = await losingAnswers(error);
    await writer.write({ task: stored, recorded: stored.status }, status, never);
    expect(steps).toEqual([]);
  }
});
