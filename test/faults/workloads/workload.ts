import type { Phase } from "../../../src/api/status.ts";
import type { Scene } from "../run/scene.ts";

/** Something that users do, and the state that the cluster must then come to. */
export interface Step {
  readonly name: string;
  readonly act?: (scene: Scene) => Promise<unknown>;
  /** Waits for this; where absent, for `waitMs`. */
  readonly until?: (scene: Scene) => boolean;
  readonly waitMs?: number;
}

/** A story with one namespace, which ends in a state that lasts. */
export interface Workload {
  readonly name: string;
  readonly steps: readonly Step[];
  /** The operator starts after this step; from the start where absent. */
  readonly operatorAfter?: string;
}

/** The task that every workload is about. */
export const TASK = "task";

export const inPhase =
  (...phases: Phase[]) =>
  (scene: Scene): boolean => {
    const { status, metadata } = scene.task(TASK) ?? {};
    const { phase, observedGeneration } = status ?? {};
    return phase !== undefined && phases.includes(phase) && observedGeneration === metadata?.generation;
  };

/** Ends the pods of the present run. */
export const end =
  (phase: "Succeeded" | "Failed", count = 1) =>
  (scene: Scene): Promise<void> =>
    scene.endPods(TASK, phase, count);

/** From a task's creation until its pods are there. */
export const started = (spec: Parameters<Scene["create"]>[1] = {}): Step => ({
  name: "started",
  act: (scene) => scene.create(TASK, spec),
  until: (scene) => inPhase("Starting", "Running")(scene) && (scene.task(TASK)?.status?.active ?? 0) > 0,
});

export const succeeded: Step = { name: "succeeded", act: end("Succeeded"), until: inPhase("Succeeded") };
