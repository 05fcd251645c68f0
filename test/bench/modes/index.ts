import type { SubjectName } from "../subjects/subject.ts";
import { finished, live, memory } from "./at-rest.ts";
import { idle } from "./idle.ts";
import type { Outcome, Scene } from "./mode.ts";
import { pods, suspended } from "./under-load.ts";

/** A way to measure. */
export interface Mode {
  readonly what: string;
  readonly subjects: readonly SubjectName[];
  readonly measure: (scene: Scene) => Promise<Outcome>;
  /** How often it is measured, where once is enough. */
  readonly rounds?: number;
}

const ALL: readonly SubjectName[] = ["job", "jobset", "floor", "batchtask"];
const OPERATORS: readonly SubjectName[] = ["jobset", "batchtask"];

/** All ways to measure, in their order. */
export const MODES = {
  suspended: { what: "suspended objects at once, no pods", subjects: ALL, measure: suspended },
  pods: { what: "objects at once, with a pod each", subjects: ALL, measure: pods },
  idle: { what: "one object at a time, with its pod", subjects: ALL, measure: idle },
  rest: {
    what: "many live objects at rest, then the operator started anew",
    subjects: OPERATORS,
    measure: live,
  },
  finished: {
    what: "many finished objects at rest, then the operator started anew",
    subjects: OPERATORS,
    measure: finished,
  },
  memory: { what: "very many live objects, memory only", subjects: OPERATORS, measure: memory, rounds: 1 },
} as const satisfies Record<string, Mode>;

export type ModeName = keyof typeof MODES;
