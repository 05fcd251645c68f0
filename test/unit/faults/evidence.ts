import type { KubeObject } from "../../../src/kube/object.ts";
import type { Call } from "../../faults/proxy/call.ts";
import type { Evidence } from "../../faults/run/evidence.ts";
import type { Sight } from "../../faults/run/witness.ts";

/** What is known of a run in which nothing happened, but for what a test is about. */
export function evidence(fields: Partial<Evidence> = {}): Evidence {
  return {
    calls: [],
    taskSights: [],
    jobSights: [],
    pastSights: [],
    tasks: [],
    jobs: [],
    endings: [],
    errors: "",
    log: "",
    stalledAt: undefined,
    quietSince: 1_000,
    settled: true,
    faults: [],
    idle: [],
    recoveryMs: undefined,
    takeoverMs: undefined,
    ...fields,
  };
}

/** A request of the first replica, carried out and answered. */
export function call(fields: Partial<Call> & Pick<Call, "verb" | "resource">): Call {
  const answers = { committed: 200, answered: 200, endedAt: 20 };
  return { id: 1, replica: 0, process: 1, at: 10, faults: [], ...answers, ...fields };
}

export const seen = (object: KubeObject): Sight => ({ type: "ADDED", at: 0, object });
