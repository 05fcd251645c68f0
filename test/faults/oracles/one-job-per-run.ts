import type { Evidence } from "../run/evidence.ts";
import { taskUidOf } from "./owner.ts";

/** A run never has two Jobs, at the same time or one after the other; and a Job's name is used once. */
export function oneJobPerRun({ jobSights }: Evidence): string[] {
  const runs = new Map<string, Set<string>>();
  for (const { type, object } of jobSights) {
    const task = taskUidOf(object);
    if (type !== "ADDED" || task === undefined) continue;
    const { uid = "", labels = {}, name } = object.metadata ?? {};
    for (const key of [`task ${task} run ${labels["batchtask.dev/run"]}`, `name ${name}`])
      runs.set(key, (runs.get(key) ?? new Set()).add(uid));
  }
  return [...runs].filter(([, jobs]) => jobs.size > 1).map(([run, jobs]) => `${run} had ${jobs.size} Jobs`);
}
