import type { KubeEvent } from "../../../src/api/job.ts";
import { isRecord } from "../../../src/kube/json.ts";
import type { Stored } from "../fake-api/kinds.ts";
import type { JobEvent } from "./commands.ts";

/** What the Job controller tells of each step (pkg/controller/job/job_controller.go). */
const TOLD = {
  start: ["Normal", "SuccessfulCreate"],
  suspend: ["Normal", "Suspended"],
  hold: ["Normal", "Suspended"],
  admit: ["Normal", "Resumed"],
  failing: ["Normal", "SuccessfulCreate"],
  fail: ["Warning", "BackoffLimitExceeded"],
  succeed: ["Normal", "Completed"],
} as const satisfies Record<JobEvent, readonly [type: string, reason: string]>;

/** The event about a Job's step. */
export function jobEventOf({ metadata = {} }: Stored, step: JobEvent, name: string): KubeEvent {
  const { namespace = "", name: job = "", uid = "" } = metadata;
  const [type, reason] = TOLD[step];
  const involvedObject = { kind: "Job", namespace, name: job, uid };
  return { metadata: { namespace, name }, involvedObject, type, reason, message: `It is told: ${reason}` };
}

/** Whether an event is about the Job of this UID. */
export const isAbout =
  (uid: string | undefined) =>
  (event: Stored): boolean => {
    const about: unknown = Object.entries(event).find(([key]) => key === "involvedObject")?.[1];
    return isRecord(about) && about["uid"] === uid;
  };
