import { expect, test } from "vitest";
import {
  YIELDED_MS,
  createDeferral,
  BUSY_MS,
  DEFERRED_MS,
} from "../../../../../src/controllers/batchtask/status-writer/deferral.ts";
import { task } from "../../../support/task.ts";
import { pending, run, running } from "./support/statuses.ts";

const KEY = "team/report";

function scene(isBusy?: () => boolean) {
  let now = 5_000;
  const deferral = createDeferral(() => now, isBusy);
  return { deferral, sleep: (ms: number) => (now += ms) };
}

test("progress waits its time from the first step on, whatever comes until then", () => {
  const { deferral, sleep } = scene();
  expect(deferral.defer(task(), pending, running)).toBe(DEFERRED_MS);
  sleep(400);
  expect(deferral.defer(task(), pending, { ...running, ready: 1 })).toBe(DEFERRED_MS - 400);
  sleep(DEFERRED_MS - 400);
  expect(deferral.defer(task(), pending, { ...running, ready: 1 })).toBe(0);
  deferral.drop(KEY);
  expect(deferral.size).toBe(0);
  expect(deferral.defer(task(), running, { ...running, ready: 1 })).toBe(DEFERRED_MS);
});

test("where many tasks need something at once, progress makes room for them, but not for ever", () => {
  const { deferral, sleep } = scene(() => true);
  let waited = 0;
  for (
    let delay = deferral.defer(task(), pending, running);
    delay > 0;
    delay = deferral.defer(task(), pending, running)
  ) {
    expect(delay).toBeLessThanOrEqual(BUSY_MS);
    sleep(delay);
    waited += delay;
  }
  expect(waited).toBe(YIELDED_MS);
});

test("progress that made room is written once nobody else waits, and news at once whoever waits", () => {
  let busy = true;
  const { deferral, sleep } = scene(() => busy);
  deferral.defer(task(), pending, running);
  sleep(DEFERRED_MS);
  expect(deferral.defer(task(), pending, running)).toBe(BUSY_MS);
  expect(deferral.defer(task(), pending, { ...running, phase: "Succeeded" })).toBe(0);
  busy = false;
  expect(deferral.defer(task(), pending, running)).toBe(0);
});

test("a Job that is not on record yet is known all the same, for its own run and task only", () => {
  const { deferral } = scene();
  const recorded = task({}, pending);
  expect(deferral.withUnwritten(recorded)).toBe(recorded);
  deferral.defer(recorded, pending, running);
  expect(deferral.withUnwritten(recorded).status?.run?.jobUID).toBe("j");
  const second = task({}, { ...pending, run: { ...run, number: 2 } });
  expect(deferral.withUnwritten(second)).toBe(second);
  const other = { ...recorded, metadata: { ...recorded.metadata, uid: "other" } };
  expect(deferral.withUnwritten(other)).toBe(other);
});

test("what was found out of a run is neither found out nor dated a second time while it waits to be written", () => {
  const { deferral } = scene();
  const recorded = task({}, { ...pending, failed: 1, failure: { reason: "Error", message: "first" } });
  const podStartTime = "2026-01-01T00:00:02Z";
  const failure = { reason: "Error", message: "second" };
  deferral.defer(recorded, recorded.status, {
    ...running,
    run: { ...run, podStartTime },
    failed: 2,
    failure,
  });
  expect(deferral.withUnwritten(recorded).status).toMatchObject({
    failed: 2,
    failure,
    run: { podStartTime },
  });
  deferral.drop(KEY);
  expect(deferral.withUnwritten(recorded)).toBe(recorded);
});

test("nothing is added to an end that is on record", () => {
  const { deferral } = scene();
  const failure = { reason: "BackoffLimitExceeded", message: "m" };
  deferral.defer(task({}, pending), pending, { ...running, failure });
  const ended = task(
    {},
    { ...running, phase: "Succeeded", run: { ...run, jobUID: "j", completionTime: "2026-01-01T00:00:05Z" } },
  );
  expect(deferral.withUnwritten(ended)).toBe(ended);
});

test("with the UID of a Job goes the hash of what it was made of; once the UID is on record, the recorded hash counts", () => {
  const { deferral } = scene();
  const made = { ...running, run: { ...run, jobUID: "j", templateHash: "v1-00000000000000aa" } };
  deferral.defer(task(), pending, made);
  const hashOf = (recorded: typeof run & { jobUID?: string }) =>
    deferral.withUnwritten({ ...task(), status: { ...pending, run: recorded } }).status?.run?.templateHash;
  expect([hashOf(run), hashOf({ ...run, jobUID: "j" })]).toEqual(["v1-00000000000000aa", run.templateHash]);
});

test("of a first run that is not on record all is known that its Job was made with, and not its end", () => {
  const { deferral } = scene();
  const fresh = task();
  const effective = { backoffLimit: 3 };
  const adjustments = [{ field: "f", asked: "9", applied: "3", rule: "r", policy: "p" }];
  const seen = { ...running, effective, adjustments, lastHandledRerun: "a" };
  const ended = { ...running.run, ...run, jobUID: "j", completionTime: "2026-01-01T00:00:02Z" };
  deferral.defer(fresh, undefined, { ...seen, run: ended });
  const { status } = deferral.withUnwritten(fresh);
  expect(status).toMatchObject({ effective, adjustments, lastHandledRerun: "a", run: { jobUID: "j" } });
  expect(status?.run).not.toHaveProperty("completionTime");
  expect(status).not.toHaveProperty("phase");
});
