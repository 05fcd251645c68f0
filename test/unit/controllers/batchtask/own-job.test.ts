import { expect, test } from "vitest";
import type { Job } from "../../../../src/api/job.ts";
import { ownJobIn } from "../../../../src/controllers/batchtask/own-job.ts";
import { storeOf } from "../../support/stores.ts";
import { job, run, task } from "../../support/task.ts";

const recorded = (jobName?: string) =>
  task({}, jobName === undefined ? undefined : { observedGeneration: 1, run: run({ jobName }) });

test("the Job under the recorded name, where it is the task's own", () => {
  const jobs = storeOf<Job>();
  const own = ownJobIn(jobs);
  expect(own(recorded("report-1-abcdef12"))).toBeUndefined();
  jobs.apply("ADDED", job());
  expect(own(recorded("report-1-abcdef12"))?.metadata?.uid).toBe("job-uid");
  expect([own(recorded("another")), own(recorded())]).toEqual([undefined, undefined]);
  jobs.apply("MODIFIED", job({ metadata: { resourceVersion: "10", ownerReferences: [] } }));
  expect(own(recorded("report-1-abcdef12"))).toBeUndefined();
});
