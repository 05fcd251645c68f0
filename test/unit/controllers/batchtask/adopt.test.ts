import { expect, test } from "vitest";
import { JOBS } from "../../../../src/api/resources.ts";
import { adoptOrCollide } from "../../../../src/controllers/batchtask/adopt.ts";
import { renderJob } from "../../../../src/job/render.ts";
import { createFakeApi } from "../../../support/fake-api/api.ts";
import { storeOf } from "../../support/stores.ts";
import { job, run, spec, task } from "../../support/task.ts";

const never = new AbortController().signal;
const NAME = "report-1-abcdef12";
const rendered = renderJob(task(), spec(), run({ jobName: NAME }));

/** The name of the run's Job is taken by a Job with these owners, or was until a moment ago. */
async function adopt(ownerReferences?: object[]) {
  const { client } = createFakeApi(() => Date.UTC(2026, 0, 1));
  const taken = ownerReferences && (await client.create(JOBS, job({ metadata: { ownerReferences } })));
  const jobs = storeOf<typeof rendered>();
  const outcome = await adoptOrCollide({ client, jobs }, task(), rendered, never);
  return { outcome, taken, cached: jobs.list() };
}

const owner = {
  apiVersion: "batch/v1",
  kind: "CronJob",
  name: "nightly",
  uid: "another-uid",
  controller: true,
};

test("a Job that is ours is adopted as it is, and the next read sees it", async () => {
  const { outcome, taken, cached } = await adopt([{ ...owner, uid: "task-uid" }]);
  expect(outcome).toEqual({ job: taken, isAdopted: true });
  expect(cached).toEqual([taken]);
});

test.each<[string, object[] | undefined, string]>([
  ["somebody else's Job", [owner], "belongs to CronJob nightly"],
  ["a Job of nobody", [], "belongs to nobody: it has no controller"],
  ["a Job that has gone since", undefined, "was there a moment ago"],
])("%s is left alone, and the collision says whose name it is", async (_, owners, words) => {
  const { outcome, cached } = await adopt(owners);
  const message = `Job ${NAME} exists and ${words}; it is left alone. Delete or rename it to let the run start`;
  expect(outcome).toEqual({ problem: { kind: "NameCollision", message } });
  expect(cached).toEqual([]);
});
