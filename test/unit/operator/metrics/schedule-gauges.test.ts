import { expect, test } from "vitest";
import type { BatchTask } from "../../../../src/api/batchtask.ts";
import type { ScheduleStatus } from "../../../../src/api/schedule.ts";
import { createMetrics } from "../../../../src/operator/metrics/metrics.ts";
import { schedule, spec } from "../../support/task.ts";
import { at, created, START, status } from "./support/steps.ts";

const onSchedule = (fields: Partial<ScheduleStatus>): BatchTask => ({
  ...created({ creationTimestamp: at(0) }),
  spec: spec({ runs: { schedule: schedule() } }),
  status: {
    ...status({ phase: "Scheduled" }),
    schedule: { expression: "@hourly Etc/UTC", handledTime: at(0), ...fields },
  },
});

test("schedules by state, and those without success, while this replica works", async () => {
  const metrics = createMetrics({ byNamespace: 1 });
  const of = async (name: string) => {
    const { values = [] } = (await metrics.registry.getSingleMetric(name)?.get()) ?? {};
    return Object.fromEntries(values.map(({ labels, value }) => [Object.values(labels).join("/"), value]));
  };
  const [next, next2] = [{ nextStartTime: at(60) }, { nextStartTime: at(90) }];
  const tasks = [
    onSchedule(next),
    onSchedule({ ...next2, withoutSuccess: 1 }),
    onSchedule({ ...next, withoutSuccess: 2 }),
    onSchedule({ ...next, withoutSuccess: 7 }),
    onSchedule({ suspended: true, withoutSuccess: 2 }),
    onSchedule({ withoutSuccess: 2 }),
    created({ creationTimestamp: at(0) }),
  ];
  metrics.watchTasks({ tasks: () => tasks, now: () => START, hasNamespace: () => true });
  const zeros = Object.fromEntries(
    ["Active", "Suspended", "Ended", "Invalid"].map((state) => [`${state}/_other`, 0]),
  );
  const counts = { "Active/team": 4, "Suspended/team": 1, "Ended/team": 1, "Invalid/team": 0 };
  await of("batchtask_schedules");
  expect(await of("batchtask_schedules")).toEqual({ ...zeros, ...counts });
  expect(await of("batchtask_schedules_without_success")).toEqual({ _other: 0, team: 2 });
  metrics.watchTasks(undefined);
  expect(await of("batchtask_schedules")).toEqual({});
  expect(await of("batchtask_schedules_without_success")).toEqual({});
});
