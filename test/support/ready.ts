import type { BatchTask } from "../../src/api/batchtask.ts";
import { type Condition, readyOf } from "../../src/api/condition.ts";

/** The condition that carries the whole story. */
export function ready(task: BatchTask | undefined): Condition | undefined {
  return readyOf(task?.status);
}
