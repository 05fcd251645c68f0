import { isRecord } from "../../../src/kube/json.ts";

/** Keys that differ between two runs of the same story. */
const DROPPED: ReadonlySet<string> = new Set([
  "resourceVersion",
  "managedFields",
  "creationTimestamp",
  "duration",
  // Whether a look fell into the time in which a pod ran.
  "podStartTime",
  "namespace",
]);

const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;
const UID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** The end of a Job's name: the run, and a hash of the task's UID and the run; of its pod's five letters more. */
const JOB_SUFFIX = /-(\d+)-[0-9a-f]{8,}(?:-[a-z0-9]{5})?\b/g;

/** A value without what is different each time: times, UIDs, versions, names that follow from them. */
export function normalise(value: unknown): unknown {
  if (typeof value === "string")
    return value.replaceAll(TIME, "<time>").replaceAll(UID, "<uid>").replaceAll(JOB_SUFFIX, "-$1-<hash>");
  if (Array.isArray(value)) return value.map(normalise);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(isLost(value) ? { ...value, run: withoutStart(value["run"]) } : value)
      .filter(([key]) => !DROPPED.has(key))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, normalise(part)]),
  );
}

/** A status of a run whose Job went before its end was recorded. */
function isLost({ phase, run }: Record<string, unknown>): boolean {
  return phase === "Unknown" && isRecord(run);
}

/** Whether its Job's start was still seen depends on when it went. */
function withoutStart(run: unknown): unknown {
  if (!isRecord(run)) return run;
  const { startTime: _, ...rest } = run;
  return rest;
}
