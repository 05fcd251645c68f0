import type { SubjectName } from "../subjects/subject.ts";
import type { Outcome, Scene } from "./mode.ts";
import { pods, suspended } from "./under-load.ts";

/** A way to measure. */
export interface Mode {
  readonly what: string;
  readonly subjects: readonly SubjectName[];
  readonly measure: (scene: Scene) => Promise<Outcome>;
}

const ALL: readonly SubjectName[] = ["job", "jobset", "batchtask"];

export const MODES = {
  suspended: { what: "suspended objects, no pods", subjects: ALL, measure: suspended },
  pods: { what: "with pods", subjects: ALL, measure: pods },
} as const satisfies Record<string, Mode>;

export type ModeName = keyof typeof MODES;
