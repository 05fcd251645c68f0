import { expect, test } from "vitest";
import type { Job } from "../../../../src/api/job.ts";
import { JOBS } from "../../../../src/api/resources.ts";
import { createJob } from "../../../../src/controllers/batchtask/create-job.ts";
import type { Client } from "../../../../src/kube/client.ts";
import { renderJob } from "../../../../src/job/render.ts";
import { createFakeApi } from "../../../support/fake-api/api.ts";
import { refuse } from "../../../support/fake-api/refuse.ts";
import { recordedClient } from "../../support/recorded-client.ts";
import { storeOf } from "../../support/stores.ts";
import { run, spec, task } from "../../support/task.ts";

const never = new AbortController().signal;
const rendered = renderJob(task(), spec(), run());

function scene(create?: Client["create"]) {
  const { client } = createFakeApi(() => Date.UTC(2026, 0, 1));
  const recording = recordedClient({ ...client, ...(create && { create }) });
  const jobs = storeOf<Job>();
  const make = () => createJob({ client: recording.client, jobs }, task(), rendered, never);
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
  expect(await make()).toEqual({ job });
  expect((await client.list(JOBS)).items).toEqual([job]);
});

test("what is refused for good becomes a problem, and no Job", async () => {
  const { make, jobs } = scene(() => Promise.reject(refuse(403, "Forbidden", "quota")));
  expect(await make()).toEqual({ problem: { kind: "CreateForbidden", message: "quota: Forbidden" } });
  expect(jobs.list()).toEqual([]);
});

test("what may go away by itself is thrown, to be tried again", async () => {
  const { make } = scene(() => Promise.reject(refuse(503, "ServiceUnavailable", "etcd")));
  await expect(make()).rejects.toMatchObject({ status: 503 });
});
