import { join } from "node:path";
import { binary } from "../build/binaries.ts";
import type { ComponentSpec, Plan } from "./plan.ts";

/** A component's spec from its flags. */
export function component(plan: Plan, name: string, flags: Readonly<Record<string, string>>): ComponentSpec {
  return {
    name,
    argv: [
      binary(plan.binaries, name),
      ...Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`),
    ],
    log: join(plan.layout.logs, `${name}.log`),
    env: { PATH: plan.path, HOME: plan.layout.state },
    inNode: plan.nodes.real,
  };
}
