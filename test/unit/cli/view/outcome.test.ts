import { expect, test } from "vitest";
import { outcomeLine, progressLine } from "../../../../src/cli/view/outcome.ts";
import { run, task } from "../../support/task.ts";

const NOW = "2026-01-01T00:01:00Z";
const ALWAYS = { lastTransitionTime: NOW, observedGeneration: 2 };
const saying = (message: string) =>
  task(
    {},
    {
      observedGeneration: 2,
      phase: "Failed",
      run: run(),
      failure: { reason: "Error", message: "and \x1b]0;title\x07this" },
      conditions: [{ type: "Ready", status: "False", reason: "Bad\x9b2J", message, ...ALWAYS }],
    },
  );

test("what a pod says is told in one line that moves no cursor", () => {
  const told = saying("no\x1b[2K\r\n  such\u2028\u202eimage");
  expect(outcomeLine(told)).toBe("batchtask.batchtask.dev/report failed: Bad: no such image; and this");
  expect(progressLine(told, NOW).text).toBe("report: Failed: no such image");
});
