import { EDITS } from "./edits.ts";
import { IDENTITY } from "./identity.ts";
import { LIFE } from "./life.ts";
import { RUNS } from "./runs.ts";
import { SCHEDULE } from "./schedule.ts";
import { UNSEEN } from "./unseen.ts";
import type { Workload } from "./workload.ts";

/** Every workload, by name. */
export const WORKLOADS: ReadonlyMap<string, Workload> = new Map(
  [...LIFE, ...EDITS, ...IDENTITY, ...RUNS, ...SCHEDULE, ...UNSEEN].map((workload) => [
    workload.name,
    workload,
  ]),
);

/** @throws an Error that names those that exist */
export function workload(name: string): Workload {
  const found = WORKLOADS.get(name);
  if (found) return found;
  throw new Error(`no workload "${name}"; there are ${[...WORKLOADS.keys()].join(", ")}`);
}
