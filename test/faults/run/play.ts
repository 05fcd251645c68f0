import { setTimeout as sleep } from "node:timers/promises";
import type { Step, Workload } from "../workloads/workload.ts";
import { insist } from "./insist.ts";
import type { Scene } from "./scene.ts";

export interface Played {
  /** When each step was completed. */
  readonly completed: { readonly step: string; readonly at: number }[];
  readonly stalledAt?: string;
}

export interface PlayOptions {
  readonly scene: Scene;
  readonly stepTimeoutMs: number;
  readonly onStep: (when: "before" | "after", step: string) => Promise<void>;
}

/** Takes a workload's steps, one after another. */
export async function play(workload: Workload, options: PlayOptions): Promise<Played> {
  const completed: Played["completed"] = [];
  for (const step of workload.steps) {
    await options.onStep("before", step.name);
    if (!(await take(step, options))) return { completed, stalledAt: step.name };
    completed.push({ step: step.name, at: performance.now() });
    await options.onStep("after", step.name);
  }
  return { completed };
}

async function take(
  { act, until, waitMs = 0 }: Step,
  { scene, stepTimeoutMs }: PlayOptions,
): Promise<boolean> {
  if (act) await insist(() => act(scene));
  await sleep(waitMs);
  if (!until) return true;
  const end = performance.now() + stepTimeoutMs;
  while (!until(scene)) {
    if (performance.now() > end) return false;
    await sleep(10);
  }
  return true;
}
