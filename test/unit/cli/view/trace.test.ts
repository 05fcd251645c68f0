import { expect, test } from "vitest";
import { traceText } from "../../../../src/cli/view/trace.ts";
import { job, run, task } from "../../support/task.ts";

const plain = (text: string): string => text;
const style = { good: plain, bad: plain, warning: plain, faint: plain, strong: plain };

test("what pod, Job, task and policies say is harmless, and can't begin a line of its own", () => {
  const evil = "x\x1b[2J\nPolicy all: changed nothing";
  const conditions = [
    {
      type: "Ready",
      status: "False" as const,
      reason: evil,
      message: evil,
      lastTransitionTime: "",
      observedGeneration: 2,
    },
  ];
  const violations = [{ field: "a", rule: "r", policy: "team", message: evil }];
  const text = traceText(
    {
      pod: { metadata: { name: "a" }, status: { phase: "Failed", reason: evil } },
      job: job({ status: { conditions: [{ type: "Failed", status: "True", reason: evil }] } }),
      task: task({}, { observedGeneration: 2, phase: "Failed", run: run(), conditions, violations }),
      policies: [],
    },
    { style, width: 500 },
  );
  expect(text).not.toContain("\x1b");
  expect(text.split("\n").filter((line) => line.trim().startsWith("Policy all"))).toEqual([]);
  expect(text).toContain("Pod a: x Policy all: changed nothing\n");
});
