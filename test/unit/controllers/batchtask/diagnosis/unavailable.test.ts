import { expect, test } from "vitest";
import type { Symptom } from "../../../../../src/controllers/batchtask/diagnosis/symptom.ts";
import { goOnWithout } from "../../../../../src/controllers/batchtask/diagnosis/unavailable.ts";
import { NO_EVIDENCE } from "../../../../../src/status/failure/evidence.ts";
import { refuse } from "../../../../support/fake-api/refuse.ts";
import { job } from "../../../support/task.ts";

const completionTime = "2026-01-01T00:00:00Z";
const END = Date.parse(completionTime);
const forbidden = refuse(403, "Forbidden", "pods");
const away = refuse(503, "ServiceUnavailable", "pods");

/** What a read for this comes to, `ms` after the Job's end; the Job has none where that is left out. */
function without(error: Error, symptom: Symptom, ms?: number) {
  const owned = job({ status: ms === undefined ? {} : { completionTime } });
  return () => goOnWithout(error, { symptom, job: owned, now: END + (ms ?? 0) });
}

test("of a failure that nobody may read the Job itself speaks", () => {
  expect(without(forbidden, "Failed")()).toBe(NO_EVIDENCE);
});

test.each([forbidden, away])("whether no pod runs stays unknown where it can't be asked: %s", (error) => {
  expect(without(error, "NotStarted")()).toBeUndefined();
});

test("a Job that is gone is not judged without its events", () => {
  expect(without(forbidden, "JobGone")).toThrow(forbidden);
});

test("what may soon be read is waited for: while the run goes on, and half a minute after its end", () => {
  expect(without(away, "Failed")).toThrow(away);
  expect(without(away, "Failed", 30_000)).toThrow(away);
  expect(without(away, "Failed", 30_001)()).toBe(NO_EVIDENCE);
});
