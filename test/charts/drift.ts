import { isDeepStrictEqual } from "node:util";
import type { Job } from "../../src/api/job.ts";
import { isRecord } from "../../src/kube/json.ts";

/** What the Job controller and the operator write by themselves, and what the guardrails are there to change. */
const THEIRS: readonly RegExp[] = [
  /^selector\b/,
  /^ttlSecondsAfterFinished$/,
  /^template\.metadata\.(labels|annotations)\.(batch\.kubernetes\.io\/|batchtask\.dev\/|controller-uid|job-name)/,
  /^template\.spec\.(initContainers|containers)\.\d+\.resources\b/,
];

/** Fields in which the Job of a run is not the Job that it was made from; both as the API server keeps them. */
export function driftOf(job: Job, ofRun: Job): string[] {
  const [asked, made] = [flat(job.spec), flat(ofRun.spec)];
  const paths = new Set([...asked.keys(), ...made.keys()]);
  return [...paths]
    .filter((path) => !THEIRS.some((pattern) => pattern.test(path)))
    .filter((path) => !isDeepStrictEqual(asked.get(path), made.get(path)))
    .map((path) => `${path}: ${JSON.stringify(asked.get(path))} → ${JSON.stringify(made.get(path))}`);
}

/** Each value by its path. */
function flat(value: unknown, path = "", into = new Map<string, unknown>()): Map<string, unknown> {
  if (Array.isArray(value)) value.forEach((item, n) => flat(item, `${path}.${n}`, into));
  else if (isRecord(value))
    for (const [key, inner] of Object.entries(value)) flat(inner, path === "" ? key : `${path}.${key}`, into);
  else into.set(path, value);
  return into;
}
