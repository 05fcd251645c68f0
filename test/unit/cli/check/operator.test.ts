import { expect, test } from "vitest";
import { judgeProgress } from "../../../../src/cli/check/operator.ts";

test("where there is no task, nothing is said of tasks that were looked at", () => {
  expect(judgeProgress([], 0)).toEqual({ check: "Tasks", level: "ok", message: "no BatchTask yet" });
});
