import { readyOf } from "../../src/api/ready.ts";
import type { BatchTask } from "../../src/api/batchtask.ts";
import type { Condition } from "../../src/api/condition.ts";

/** The condition that carries the whole story. */
export function ready(task: BatchTask | undefined): Condition | undefined {
  return readyOf(task?.status);
}
