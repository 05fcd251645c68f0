import type { KubeEvent, Pod } from "../../../../../src/api/job.ts";
import { type Evidence, NO_EVIDENCE } from "../../../../../src/status/failure/evidence.ts";

export const now = "2026-01-01T00:00:00Z";

export function evidence(fields: Partial<Evidence>): Evidence {
  return { ...NO_EVIDENCE, ...fields };
}

export function event(reason: string, message: string, type = "Warning", lastTimestamp = now): KubeEvent {
  return { involvedObject: {}, metadata: {}, reason, message, type, lastTimestamp };
}

/** What a pod says of its container, and what the test is about. */
export function containerStatus(fields: object) {
  return { name: "main", image: "", imageID: "", ready: false, restartCount: 0, ...fields };
}

/** The pod of an Indexed Job, yet to run. */
export function pod(fields: Partial<NonNullable<Pod["status"]>>, more: Partial<Pod> = {}): Pod {
  return {
    metadata: { name: "p", annotations: { "batch.kubernetes.io/job-completion-index": "7" } },
    spec: { nodeName: "n", containers: [{ name: "main" }] },
    status: { phase: "Pending", ...fields },
    ...more,
  };
}
