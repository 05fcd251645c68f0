import type { BatchTask } from "../../../../src/api/batchtask.ts";
import type { BatchTaskPolicy } from "../../../../src/api/policy/policy.ts";
import { outcomeSchema } from "../../../../src/api/history.ts";
import { PHASES } from "../../../../src/api/status.ts";
import type { Sample } from "../../observability/scrape.ts";

/** The series that the shipped configuration has for a task, read from the task without it. */
export function seriesOf({ metadata, spec, status }: BatchTask): Sample[] {
  const { namespace, name } = metadata;
  const { run, schedule, phase } = status ?? {};
  const base = { namespace, batchtask: name };
  const of = (series: string, value: number | undefined, labels = {}): Sample[] =>
    value === undefined ? [] : [{ name: `kube_batchtask_${series}`, labels: { ...base, ...labels }, value }];
  const states = (series: string, label: string, state: string | undefined, all: readonly string[]) =>
    state === undefined ? [] : all.flatMap((one) => of(series, Number(one === state), { [label]: one }));
  return [
    ...states("status_phase", "phase", phase, PHASES),
    ...(status?.conditions ?? []).flatMap((condition) =>
      of("status_condition", Number(condition.status === "True"), {
        condition: condition.type,
        reason: condition.reason,
      }),
    ),
    ...of("run_number", run?.number ?? 0),
    ...of("run_start_time_seconds", seconds(run?.startTime)),
    ...of("run_completion_time_seconds", seconds(run?.completionTime)),
    ...states("run_outcome", "outcome", run?.outcome, outcomeSchema.options),
    ...of("schedule_next_start_time_seconds", seconds(schedule?.nextStartTime)),
    ...of("schedule_last_schedule_time_seconds", seconds(schedule?.lastScheduleTime)),
    ...of("schedule_last_successful_time_seconds", seconds(schedule?.lastSuccessfulTime)),
    ...of("schedule_without_success", schedule?.withoutSuccess),
    ...of("schedule_missed_times", schedule?.missedTimes),
    ...of("schedule_suspended", schedule?.suspended === undefined ? undefined : Number(schedule.suspended)),
    ...of("spec_suspend", Number(spec.suspend ?? false)),
  ];
}

/** The same for a policy. */
export function policySeriesOf({ metadata, status }: BatchTaskPolicy): Sample[] {
  const counts = { matched: status?.matched, adjusted: status?.adjusted, rejected: status?.rejected };
  return Object.entries(counts).flatMap(([count, value]) =>
    value === undefined
      ? []
      : [{ name: `kube_batchtaskpolicy_status_${count}`, labels: { policy: metadata.name }, value }],
  );
}

function seconds(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Math.floor(Date.parse(time) / 1_000);
}

/** In an order of their own, without the labels that name the kind. */
export function sorted(samples: readonly Sample[]): string[] {
  return samples
    .map(({ name, labels, value }) => {
      const own = Object.keys(labels).filter((label) => !label.startsWith("customresource_"));
      return JSON.stringify([name, own.toSorted().map((label) => [label, labels[label]]), value]);
    })
    .toSorted();
}
