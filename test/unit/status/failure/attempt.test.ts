import { expect, test } from "vitest";
import type { Job, Pod } from "../../../../src/api/job.ts";
import { failureOfRun } from "../../../../src/status/failure/failure.ts";
import { job } from "../../support/task.ts";
import { containerStatus, evidence, pod } from "./support/evidence.ts";

const exit = (exitCode: number) => ({ terminated: { exitCode } });
const inPlace: Partial<Pod> = { spec: { restartPolicy: "OnFailure", containers: [{ name: "main" }] } };
const counted: Partial<Pod> = {
  metadata: { annotations: { "batch.kubernetes.io/job-index-failure-count": "2" } },
};

test.each<[string, { container: object; more?: Partial<Pod>; status?: Job["status"] }, number]>([
  ["of a Job's only pod", { container: { state: exit(3) } }, 1],
  ["of a Job with failed pods", { container: { state: exit(3) }, status: { failed: 3 } }, 3],
  [
    "of one that is yet to be counted",
    { container: { state: exit(3) }, status: { failed: 3, uncountedTerminatedPods: { failed: ["uid"] } } },
    4,
  ],
  [
    "of an index that is counted for itself",
    { container: { state: exit(3) }, more: counted, status: { failed: 9 } },
    3,
  ],
  [
    "in place, ended",
    { container: { state: exit(3), restartCount: 2 }, more: inPlace, status: { failed: 1 } },
    3,
  ],
  [
    "in place, started again",
    { container: { state: { running: {} }, lastState: exit(3), restartCount: 2 }, more: inPlace },
    2,
  ],
  [
    "in place, ended well since",
    { container: { state: exit(0), lastState: exit(3), restartCount: 2 }, more: inPlace },
    2,
  ],
])("which attempt it was: %s", (_, { container, more, status: jobStatus = {} }, attempt) => {
  const found = evidence({ pods: [pod({ containerStatuses: [containerStatus(container)] }, more)] });
  expect(failureOfRun(job({ status: jobStatus }), found)).toMatchObject({ exitCode: 3, attempt });
});
