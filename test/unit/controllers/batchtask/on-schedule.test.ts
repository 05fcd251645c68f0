import { describe, expect, test } from "vitest";
import type { AskedSchedule } from "../../../../src/api/schedule.ts";
import type { BatchTaskStatus } from "../../../../src/api/status.ts";
import { chooseRun } from "../../../../src/controllers/batchtask/choose-run.ts";
import { type Hold } from "../../../../src/controllers/batchtask/hold.ts";
import { decide as decideUpon } from "../../../../src/controllers/batchtask/decide.ts";
import { isReplacedOnTime, tooLate } from "../../../../src/controllers/batchtask/on-schedule.ts";
import type { Job } from "../../../../src/api/job.ts";
import { createScheduleCache } from "../../../../src/cron/cache.ts";
import { renderJob } from "../../../../src/job/render.ts";
import { templateHash } from "../../../../src/job/template-hash.ts";
import { planSchedule } from "../../../../src/schedule/plan.ts";
import { live, recorded } from "../../support/decide.ts";
import { task } from "../../support/task.ts";

const { read } = createScheduleCache();
const at = (time: string): number => Date.parse(`2026-01-01T${time}Z`);
const HOURLY: AskedSchedule = { cron: "0 * * * *" };
const schedule = { expression: "0 * * * * Etc/UTC", handledTime: "2026-01-01T00:00:00Z" };
const queued: Hold = { kind: "Queued", message: "waits", position: 1 };

interface Scene {
  status?: BatchTaskStatus | undefined;
  job?: Job;
  asked?: AskedSchedule;
  hold?: Hold;
  now: string;
}

function step({ status, job, asked = HOURLY, hold, now: time }: Scene) {
  const now = at(time);
  const made = task({ runs: { schedule: asked } }, status);
  const plan = planSchedule(made, { schedule: asked, read, now });
  const guarded = { spec: made.spec, adjustments: [], violations: [] };
  const chosen = chooseRun(made, job, { guarded, hash: templateHash(made.spec), schedule: plan });
  const desired = renderJob(made, made.spec, chosen.run);
  const observed = { task: made, recorded: status, job, now };
  return { chosen, ...decideUpon(observed, chosen, { desired, hold }) };
}

const ended = recorded({ jobUID: "job-uid", completionTime: "2026-01-01T00:05:00Z" }, { schedule });
const running = recorded({ jobUID: "job-uid" }, { schedule });
const waiting = recorded(
  { trigger: "Scheduled", scheduleTime: "2026-01-01T01:00:00Z" },
  { schedule: { ...schedule, handledTime: "2026-01-01T01:00:00Z" } },
);

describe("a time that has come", () => {
  test("has the first run recorded before its Job is made", () => {
    const { run, action } = step({ status: { observedGeneration: 2, schedule }, now: "01:00:00" });
    expect(run).toMatchObject({ number: 1, trigger: "Scheduled", scheduleTime: "2026-01-01T01:00:00Z" });
    expect(action).toEqual({ kind: "None" });
  });

  test("has the next run recorded once the last one has ended", () => {
    expect(step({ status: ended, now: "00:59:59" }).run.number).toBe(1);
    const { run, action } = step({ status: ended, now: "01:00:00" });
    expect(run).toMatchObject({ number: 2, trigger: "Scheduled", scheduleTime: "2026-01-01T01:00:00Z" });
    expect(action).toEqual({ kind: "None" });
  });

  test("waits for a run that goes on, or has it stopped", () => {
    const job = live();
    expect(step({ status: running, job, now: "01:00:00" })).toMatchObject({
      run: { number: 1 },
      next: "Scheduled",
      action: { kind: "None" },
    });
    const asked = { ...HOURLY, concurrencyPolicy: "Replace" as const };
    const replaced = step({ status: running, job, asked, now: "01:00:00" });
    expect(replaced.run).toMatchObject({
      number: 1,
      stopping: true,
      nextScheduleTime: "2026-01-01T01:00:00Z",
    });
    expect(isReplacedOnTime(replaced.chosen)).toBe(true);
  });

  test("has its run once the one before is stopped, whatever has become of the schedule", () => {
    const stopping = recorded(
      { jobUID: "job-uid", stopping: true, nextScheduleTime: "2026-01-01T01:00:00Z" },
      { schedule },
    );
    for (const asked of [
      { ...HOURLY, suspend: true },
      { ...HOURLY, startingDeadlineSeconds: 1 },
    ])
      expect(step({ status: stopping, asked, now: "01:00:30" }).run).toMatchObject({
        number: 2,
        trigger: "Scheduled",
        scheduleTime: "2026-01-01T01:00:00Z",
      });
  });

  test("takes the place of a run that waits for its own start, where it replaces", () => {
    const asked = { ...HOURLY, concurrencyPolicy: "Replace" as const };
    const scene = { status: waiting, hold: queued, now: "02:00:00" };
    expect(step({ ...scene, asked }).run).toMatchObject({ number: 2, scheduleTime: "2026-01-01T02:00:00Z" });
    expect(step(scene).run.number).toBe(1);
  });
});

test("a run that waits longer than its deadline is given up, with both times told", () => {
  const asked = { ...HOURLY, startingDeadlineSeconds: 600 };
  const scene = { status: waiting, hold: queued, asked };
  expect(step({ ...scene, now: "01:10:00" }).action.kind).toBe("Wait");
  const late = step({ ...scene, now: "01:10:01" });
  expect(late.action).toEqual({
    kind: "Refuse",
    problem: "StartingDeadlineExceeded",
    message:
      "The run of 2026-01-01T01:00:00Z did not start until 2026-01-01T01:10:00Z, when runs.schedule.startingDeadlineSeconds were over",
  });
  expect(tooLate(late.chosen, at("01:10:00"))).toBeUndefined();
  expect(step({ status: waiting, asked, now: "01:20:00" }).action.kind).toBe("CreateJob");
});

test("an edit asks for no run, but for one in which nothing has run yet", () => {
  const edited = recorded(
    { templateHash: "v1-0000000000000000", jobUID: "job-uid", completionTime: "2026-01-01T00:05:00Z" },
    { schedule },
  );
  expect(step({ status: edited, now: "00:10:00" }).run.number).toBe(1);
  const going = recorded({ templateHash: "v1-0000000000000000", jobUID: "job-uid" }, { schedule });
  expect(step({ status: going, job: live(), now: "00:10:00" })).toMatchObject({
    run: { number: 1 },
    next: undefined,
  });
  const suspended = live({ suspend: true });
  expect(step({ status: going, job: suspended, now: "00:10:00" }).action.kind).toBe("PatchJob");
});
