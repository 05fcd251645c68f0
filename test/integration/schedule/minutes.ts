import { setTimeout } from "node:timers/promises";
import type { BatchTask } from "../../../src/api/batchtask.ts";
import type { Job } from "../../../src/api/job.ts";
import { metaTime } from "../../../src/kube/time.ts";
import { SCHEDULED_TIMESTAMP } from "../../../src/schedule/scheduled-timestamp.ts";
import { eventually } from "../support/eventually.ts";
import type { World } from "../support/world.ts";

const MINUTE_MS = 60_000;

/** The schedule of all stories. */
export const EACH_MINUTE = "* * * * *";

/** Full minutes that several stories wait for at the same time. */
export interface Minutes {
  /** In milliseconds since the epoch, as the second one. */
  first: number;
  second: number;
}

/** The next two full minutes, once the first of them leaves so much time for what comes before. */
export async function nextMinutes(leadMs: number): Promise<Minutes> {
  const next = Math.ceil(Date.now() / MINUTE_MS) * MINUTE_MS;
  const isSoon = next - Date.now() < leadMs;
  if (isSoon) await until(next, 1_000);
  const first = isSoon ? next + MINUTE_MS : next;
  return { first, second: first + MINUTE_MS };
}

/** Until `ms` after a time; before it where that is negative. */
export const until = (time: number, ms = 0): Promise<void> => setTimeout(Math.max(0, time + ms - Date.now()));

/** A task once its run of this number is for this time. */
export function runFor(world: World, name: string, number: number, time: number): Promise<BatchTask> {
  return world.until(
    name,
    ({ status }) =>
      status?.run?.number === number &&
      status.run.scheduleTime === metaTime(time) &&
      status.run.jobUID !== undefined,
  );
}

/** A task once the operator has seen its schedule as it is now. */
export function taken(world: World, name: string): Promise<BatchTask> {
  return eventually(
    () => world.task(name),
    ({ metadata, status }) => status?.observedGeneration === metadata.generation,
  );
}

/** The Jobs of a task, the first one first. */
export async function jobsOf(world: World, name: string): Promise<Job[]> {
  const jobs = (await world.jobs()).filter(
    ({ metadata }) => metadata?.labels?.["batchtask.dev/name"] === name,
  );
  const number = (job: Job): number => Number(job.metadata?.labels?.["batchtask.dev/run"]);
  return jobs.toSorted((a, b) => number(a) - number(b));
}

/** For what times a task's Jobs are, as they tell it themselves. */
export async function timesOf(world: World, name: string): Promise<(string | undefined)[]> {
  return (await jobsOf(world, name)).map(({ metadata }) => metadata?.annotations?.[SCHEDULED_TIMESTAMP]);
}
