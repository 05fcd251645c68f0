import { expect, test } from "vitest";
import { decide, ended, live, recorded as status } from "../support/decide.ts";
import { notReady } from "../support/ready.ts";
import { spec, task } from "../support/task.ts";

const refused = (observedGeneration: number) =>
  status({ completionTime: "2026-01-01T00:00:00Z" }, { phase: "Rejected", observedGeneration });

test("a refused run starts again at any edit, since it never had a Job", () => {
  expect(decide({ task: task({}, refused(1)) }, spec()).run.number).toBe(2);
  expect(decide({ task: task({}, refused(2)) }, spec()).run.number).toBe(1);
});

const violation = (jobUID?: string) =>
  status(
    { completionTime: "2026-01-01T00:00:00Z", ...(jobUID && { jobUID }) },
    { phase: "Rejected", observedGeneration: 2, conditions: [notReady("PolicyViolation")] },
  );

test("a refused run follows its policies: the same run while they refuse, the next one once they don't", () => {
  const refused = task({}, violation());
  expect(decide({ task: refused }, spec(), { refusal: "still" })).toMatchObject({
    run: { number: 1 },
    action: { kind: "Refuse", problem: "PolicyViolation", message: "still" },
  });
  expect(decide({ task: refused }, spec()).run).toMatchObject({ number: 2, trigger: "PolicyChanged" });
});

test("no policy starts a run again that had a Job, or refuses one that is over", () => {
  const over = task({}, status(ended, { phase: "Succeeded" }));
  for (const wanted of [{}, { refusal: "too late" }])
    expect(decide({ task: over }, spec(), wanted)).toMatchObject({
      run: { number: 1 },
      action: { kind: "None" },
    });
  expect(decide({ task: task({}, violation("job-uid")) }, spec()).run.number).toBe(1);
});

test("a running task that would be refused goes on", () => {
  expect(
    decide({ task: task({}, status({ jobUID: "job-uid" })), job: live() }, spec(), { refusal: "too wide" })
      .action.kind,
  ).toBe("None");
});
