import { expect, test } from "vitest";
import type { Symptom } from "../../../../../src/controllers/batchtask/diagnosis/symptom.ts";
import { goOnWithout } from "../../../../../src/controllers/batchtask/diagnosis/unavailable.ts";
import { NO_EVIDENCE } from "../../../../../src/status/failure/evidence.ts";
import { refuse } from "../../../../support/fake-api/refuse.ts";
import { job } from "../../../support/task.ts";

const completionTime = "2026-01-01T00:00:00Z";
const END = Date.parse(completionTime);
const never = new AbortController().signal;
const forbidden = refuse(403, "Forbidden", "pods");
const away = refuse(503, "ServiceUnavailable", "pods");

/** What a read for this comes to, `ms` after the Job's end; the Job has none where that is left out. */
function without(
  error: Error,
  symptom: Symptom,
  { ms, signal = never }: { ms?: number; signal?: AbortSignal } = {},
) {
  const owned = job({ status: ms === undefined ? {} : { completionTime } });
  return () => goOnWithout(error, { symptom, job: owned, now: END + (ms ?? 0), signal });
}

test("of a failure that nobody may read the Job itself speaks", () => {
  expect(without(forbidden, "Failed")()).toBe(NO_EVIDENCE);
});

test("whether no pod runs stays unknown where nobody may ask", () => {
  expect(without(forbidden, "NotStarted")()).toBeUndefined();
});

test("a Job that is gone is not judged without its events", () => {
  expect(without(forbidden, "JobGone")).toThrow(forbidden);
});

test("who has to stop judges nothing", () => {
  expect(without(forbidden, "Failed", { signal: AbortSignal.abort() })).toThrow(forbidden);
});

test("what may soon be read is waited for: while the run goes on, and half a minute after its end", () => {
  expect(without(away, "Failed")).toThrow(away);
  expect(without(away, "Failed", { ms: 30_000 })).toThrow(away);
  expect(without(away, "Failed", { ms: 30_001 })()).toBe(NO_EVIDENCE);
  expect(without(away, "NotStarted", { ms: 30_001 })()).toBeUndefined();
});
