import type { BatchTask } from "../../../../../src/api/batchtask.ts";
import type { Job } from "../../../../../src/api/job.ts";
import type { BatchTaskStatus, Phase } from "../../../../../src/api/status.ts";
import { createMetrics } from "../../../../../src/operator/metrics/metrics.ts";
import { task } from "../../../support/task.ts";

export const START = Date.UTC(2026, 0, 1);
export const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();

export interface Wanted {
  phase: Phase;
  reason?: string;
  number?: number;
  run?: Partial<BatchTaskStatus["run"]>;
  readySince?: number;
}

/** A status of a run that was recorded at once, and whose Ready has not changed since. */
export function status({
  phase,
  reason = phase,
  number = 1,
  run = {},
  readySince = 0,
}: Wanted): BatchTaskStatus {
  const ready = { type: "Ready", status: "False", reason, message: "", lastTransitionTime: at(readySince) };
  return {
    observedGeneration: 1,
    phase,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the rest of a condition plays no part
    conditions: [ready] as BatchTaskStatus["conditions"],
    run: {
      number,
      jobName: `report-${number}`,
      templateHash: "h",
      trigger: number === 1 ? "Created" : "SpecChanged",
      requestTime: at(0),
      ...run,
    },
  };
}

export const ended = (phase: Phase, reason?: string, number = 1): BatchTaskStatus =>
  status({ phase, ...(reason !== undefined && { reason }), number, run: { completionTime: at(20) } });

/** A task with these times. */
export function created(metadata: { creationTimestamp: string; deletionTimestamp?: string }): BatchTask {
  const made = task();
  return { ...made, metadata: { ...made.metadata, ...metadata } };
}

interface StepOptions {
  seconds?: number;
  job?: Job;
  byNamespace?: number;
}

/** What is exported after these steps, each from one status to the next. */
export async function afterSteps(
  statuses: (BatchTaskStatus | undefined)[],
  { seconds = 10, job, byNamespace = 0 }: StepOptions = {},
) {
  const metrics = createMetrics({ byNamespace });
  for (const [i, after] of statuses.entries())
    if (i > 0 && after)
      metrics.statusWritten({
        task: created({ creationTimestamp: at(0) }),
        before: statuses[i - 1],
        after,
        job,
        at: START + seconds * 1000,
      });
  return {
    /** The samples of a metric that are not 0, by their labels' values. */
    async of(name: string): Promise<Record<string, number>> {
      const { values = [] } = (await metrics.registry.getSingleMetric(name)?.get()) ?? {};
      return Object.fromEntries(
        values
          .filter(({ value }) => value !== 0)
          .map(({ labels, value }) => [Object.values(labels).join("/"), value]),
      );
    },
    /** A metric as it is scraped. */
    text: (name: string): Promise<string> => metrics.registry.getSingleMetricAsString(name),
    /** Count and sum of a histogram. */
    async total(name: string): Promise<[number, number]> {
      const text = (await metrics.registry.getSingleMetricAsString(name)).split("\n");
      const read = (suffix: string): number =>
        Number(text.find((line) => line.startsWith(`${name}_${suffix} `))?.split(" ")[1]);
      return [read("count"), read("sum")];
    },
  };
}
