import type { KubeObject } from "../../../src/kube/object.ts";
import { BATCHTASKS, JOBS } from "../../../src/api/resources.ts";
import type { Resource } from "../../../src/kube/resource.ts";
import { NAMESPACE } from "../stage.ts";
import { TEMPLATE } from "../subjects/template.ts";

const CRON_JOBS: Resource = { ...JOBS, kind: "CronJob", plural: "cronjobs" };

/** A Job without pods: what is measured is when it is there. */
const WORK = { parallelism: 0, template: TEMPLATE };

/** What has a schedule: each of its objects makes a Job at its time. */
export interface Scheduled {
  readonly kind: "BatchTask" | "CronJob";
  readonly resource: Resource;
  readonly object: (name: string, cron: string) => KubeObject;
}

const named = (name: string, spec: object): KubeObject =>
  Object.assign({ metadata: { namespace: NAMESPACE, name } }, { spec });

export const SUBJECTS: readonly Scheduled[] = [
  {
    kind: "BatchTask",
    resource: BATCHTASKS,
    object: (name, cron) => named(name, { ...WORK, runs: { schedule: { cron } } }),
  },
  {
    kind: "CronJob",
    resource: CRON_JOBS,
    object: (name, cron) => named(name, { schedule: cron, timeZone: "Etc/UTC", jobTemplate: { spec: WORK } }),
  },
];

/** A task with its Job, which does nothing more; with a schedule where there is a cron. */
export const resting = (name: string, cron: string | undefined): KubeObject =>
  named(name, { ...WORK, ...(cron !== undefined && { runs: { schedule: { cron, runAtOnce: true } } }) });

/** The cron of one minute of a day. */
export function cronAt(time: number): string {
  const at = new Date(time);
  return `${at.getUTCMinutes()} ${at.getUTCHours()} * * *`;
}

/** Times of the day after tomorrow and later, each another one as long as there are some. */
export function cronOfRest(index: number): string {
  const day = new Date(Date.now() + (2 + (Math.floor(index / 1_440) % 20)) * 86_400_000).getUTCDate();
  return `${index % 60} ${Math.floor(index / 60) % 24} ${day} * *`;
}
