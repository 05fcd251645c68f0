import { expect, test } from "vitest";
import type { BatchTask } from "../../../../src/api/batchtask.ts";
import type { MissReason, ScheduleStatus } from "../../../../src/api/schedule.ts";
import type { BatchTaskStatus } from "../../../../src/api/status.ts";
import { scheduleStateOf } from "../../../../src/operator/metrics/schedules.ts";
import { schedule, spec } from "../../support/task.ts";
import { afterSteps, at, created, ended, status } from "./support/steps.ts";

const MISSED = "batchtask_schedule_missed_times_total";
const LATENESS = "batchtask_schedule_start_lateness_seconds";

const known = (fields: Partial<ScheduleStatus> = {}): ScheduleStatus => ({
  expression: "@hourly Etc/UTC",
  handledTime: at(0),
  ...fields,
});
const missed = (missedTimes: number, ...reasons: MissReason[]): BatchTaskStatus => ({
  ...ended("Succeeded"),
  schedule: known({ missedTimes, missed: reasons.map((reason) => ({ scheduleTime: at(0), reason })) }),
});

test("missed times are counted once, by their reasons", async () => {
  const one = missed(1, "Busy");
  const three = missed(3, "TooLate", "OperatorAway", "Busy");
  const exported = await afterSteps([ended("Succeeded"), one, { ...one, observedGeneration: 2 }, three]);
  expect(await exported.of(MISSED)).toEqual({ Busy: 1, TooLate: 1, OperatorAway: 1 });
});

test("of more than a status keeps, the oldest one's reason counts for those before it", async () => {
  const many = missed(103, "TooLate", "OperatorAway", "OperatorAway", "OperatorAway", "OperatorAway");
  expect(await (await afterSteps([missed(3, "Busy", "Busy", "Busy"), many])).of(MISSED)).toEqual({
    TooLate: 1,
    OperatorAway: 99,
  });
});

test("by namespace each reason begins at 0", async () => {
  const shown = await (await afterSteps([undefined], { byNamespace: 1 })).text(MISSED);
  for (const reason of ["Busy", "Frozen", "TooLate", "OperatorAway"])
    expect(shown).toContain(`{reason="${reason}",task_namespace="_other"} 0`);
});

test("how late the Job of a scheduled run is made, its spread apart", async () => {
  const run = { trigger: "Scheduled" as const, scheduleTime: at(60) };
  const recorded = status({ phase: "Pending", run });
  const made = status({ phase: "Pending", run: { ...run, jobUID: "u" } });
  const job = { metadata: { creationTimestamp: at(63) } };
  const steps = [recorded, made, { ...made, observedGeneration: 2 }];
  expect(await (await afterSteps(steps, { job })).total(LATENESS)).toEqual([1, 3]);
  const rerun = { ...recorded, run: { ...run, number: 1, jobName: "j", templateHash: "h" } };
  const beside = { ...rerun, run: { ...rerun.run, trigger: "Rerun" as const, jobUID: "u" } };
  expect(await (await afterSteps([rerun, beside], { job })).total(LATENESS)).toEqual([0, 0]);
  const spread = { ...made, effective: { spreadSeconds: 86_400 } };
  expect(await (await afterSteps([recorded, spread], { job })).total(LATENESS)).toEqual([1, 0]);
});

test("a run between two times counts by how it ended", async () => {
  const between = ended("Failed", "BackoffLimitExceeded");
  const rests: BatchTaskStatus = { ...between, phase: "Scheduled" };
  if (rests.run) rests.run = { ...rests.run, outcome: "Failed" };
  const exported = await afterSteps([undefined, rests]);
  expect(await exported.of("batchtask_runs_finished_total")).toEqual({ "Failed/BackoffLimitExceeded": 1 });
});

test.each([
  ["Active", known({ nextStartTime: at(9) }), {}],
  ["Suspended", known({ suspended: true }), {}],
  ["Ended", known(), {}],
  ["Invalid", known({ nextStartTime: at(9) }), { reason: "InvalidSchedule" }],
  [undefined, undefined, {}],
])("a schedule is %s", (state, told, how) => {
  const task: BatchTask = {
    ...created({ creationTimestamp: at(0) }),
    spec: spec({ runs: { schedule: schedule() } }),
    status: { ...status({ phase: "Scheduled", ...how }), ...(told && { schedule: told }) },
  };
  expect(scheduleStateOf(task)).toBe(state);
  const without: BatchTask = { ...task, spec: spec() };
  expect(scheduleStateOf(without)).toBeUndefined();
});
