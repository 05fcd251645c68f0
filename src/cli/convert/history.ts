import type { YAMLMap } from "yaml";

/** What `runs.historyLimit` may be at most (src/api/runs.ts). */
const MOST = 50;

/** What a CronJob has where it says nothing (batch/v1, CronJobSpec). */
const SUCCESSFUL = 3;
const FAILED = 1;

const FIELDS = ["successfulJobsHistoryLimit", "failedJobsHistoryLimit"] as const;

/** How many runs the task's history keeps: as many as the CronJob kept Jobs. undefined: the CronJob says nothing of it. */
export function historyOf(spec: YAMLMap): { limit: number | undefined; told: string[] } {
  const given = FIELDS.filter((field) => typeof spec.get(field) === "number");
  if (given.length === 0) return { limit: undefined, told: [] };
  const [successful = SUCCESSFUL, failed = FAILED] = FIELDS.map((field) => {
    const value = spec.get(field);
    return typeof value === "number" ? value : undefined;
  });
  const limit = Math.min(successful + failed, MOST);
  const names = given.map((field) => `${field} ${String(spec.get(field))}`).join(" and ");
  return {
    limit,
    told: [
      `of ${names} runs.historyLimit ${limit} is made, and a run's Job with its pods and logs stays for ttlSecondsAfterFinished: raise that to keep logs longer`,
    ],
  };
}
