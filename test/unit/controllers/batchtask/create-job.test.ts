import { TransportError } from "../../../../src/kube/errors.ts";
import { createCreationFailures } from "../../../../src/controllers/batchtask/creation-failures.ts";
import { expect, test } from "vitest";
import type { Job } from "../../../../src/api/job.ts";
import { JOBS } from "../../../../src/api/resources.ts";
import { createJob } from "../../../../src/controllers/batchtask/create-job.ts";
import type { Client } from "../../../../src/kube/client.ts";
import { renderJob } from "../../../../src/job/render.ts";
import { createFakeApi } from "../../../support/fake-api/api.ts";
import { refuse } from "../../../support/fake-api/refuse.ts";
import { recordedClient } from "../../support/recorded-client.ts";
import { nothingUnstarted } from "../../support/replica.ts";
import { storeOf } from "../../support/stores.ts";
import { run, spec, task } from "../../support/task.ts";

const never = new AbortController().signal;
const rendered = renderJob(task(), spec(), run());

function scene(create?: Client["create"], now: () => number = () => 0) {
  const { client } = createFakeApi(() => Date.UTC(2026, 0, 1));
  const recording = recordedClient({ ...client, ...(create && { create }) });
  const jobs = storeOf<Job>();
  const creationFailures = createCreationFailures(now);
  const writes = { client: recording.client, jobs, creationFailures, unstarted: nothingUnstarted() };
  const make = () => createJob(writes, task(), rendered, never);
  return { ...recording, jobs, make };
}

test("a Job is created strictly, and the next read sees it", async () => {
  const { make, calls, client, jobs } = scene();
  const { job, problem } = await make();
  expect(calls).toEqual([
    { verb: "create", plural: "jobs", given: [rendered, { fieldValidation: "Strict" }] },
  ]);
  expect(job).toEqual(await client.get(JOBS, rendered.metadata));
  expect([jobs.list(), problem]).toEqual([[job], undefined]);
});

test("one whose creation was not heard of is taken for its own, and not created twice", async () => {
  const { make, client } = scene();
  const { job } = await make();
  expect(await make()).toEqual({ job, isAdopted: true });
  expect((await client.list(JOBS)).items).toEqual([job]);
});

test("what is refused for good becomes a problem, and no Job", async () => {
  const { make, jobs } = scene(() => Promise.reject(refuse(403, "Forbidden", "quota")));
  expect(await make()).toEqual({ problem: { kind: "CreateForbidden", message: "quota: Forbidden" } });
  expect(jobs.list()).toEqual([]);
});

test("what may go away by itself is thrown, to be tried again; the third time in a row it is told, and since when", async () => {
  let time = 1_000;
  const failing = () => Promise.reject(refuse(503, "ServiceUnavailable", "etcd"));
  const { make } = scene(failing, () => time);
  await expect(make()).rejects.toMatchObject({ status: 503 });
  time = 5_000;
  await expect(make()).rejects.toMatchObject({ status: 503 });
  expect(await make()).toEqual({
    problem: { kind: "CreateFailing", message: "etcd: ServiceUnavailable", since: 1_000 },
  });
});

test.each([
  ["too many requests", refuse(429, "TooManyRequests", "busy")],
  ["no answer", new TransportError("reset", { code: "ECONNRESET", maybeSent: true })],
])("%s: never told of the task, always tried again", async (_, error) => {
  const { make } = scene(() => Promise.reject(error));
  for (let attempt = 0; attempt < 5; attempt += 1) await expect(make()).rejects.toBe(error);
});

test("a creation that succeeds ends the row", async () => {
  let fails = true;
  const { client } = createFakeApi(() => 0);
  const { make } = scene((...call) =>
    fails ? Promise.reject(refuse(500, "InternalError", "etcd")) : client.create(...call),
  );
  for (let attempt = 0; attempt < 2; attempt += 1)
    await expect(make()).rejects.toMatchObject({ status: 500 });
  fails = false;
  expect((await make()).job).toBeDefined();
  fails = true;
  await expect(make()).rejects.toMatchObject({ status: 500 });
});
