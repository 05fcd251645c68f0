import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { type Plan, planSchema } from "./schema.ts";

export interface NamedPlan {
  readonly name: string;
  readonly plan: Plan;
}

export const PLANS = join(import.meta.dirname, "..", "plans");

/** Every plan of the folder, by name. */
export function loadPlans(): NamedPlan[] {
  return readdirSync(PLANS)
    .filter((file) => file.endsWith(".yaml"))
    .toSorted()
    .map((file) => loadPlan(join(PLANS, file)));
}

/** @throws an Error that names the file and the wrong key */
export function loadPlan(path: string): NamedPlan {
  const parsed = planSchema.safeParse(parse(readFileSync(path, "utf8")));
  if (!parsed.success) throw new Error(`${path}: ${z.prettifyError(parsed.error)}`);
  return { name: basename(path, ".yaml"), plan: parsed.data };
}
