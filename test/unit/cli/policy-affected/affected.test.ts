import { expect, test } from "vitest";
import type { BatchTaskStatus } from "../../../../src/api/status.ts";
import { affectedBy } from "../../../../src/cli/policy-affected/affected.ts";
import { task } from "../../support/task.ts";

const changed = { field: "spec.backoffLimit", rule: "backoffLimit", asked: "20", applied: "10" };
const refused = { field: "spec.parallelism", rule: "parallelism", asked: "90", message: "too many" };
const status = (of: Partial<BatchTaskStatus>) => task({}, { observedGeneration: 2, ...of });

test("a task with a refused value counts as refused, with all that the policy says of it", () => {
  const both = status({
    adjustments: [{ ...changed, policy: "team" }],
    violations: [{ ...refused, policy: "team", mode: "Warn" }],
  });
  expect(affectedBy("team", both)).toEqual({
    namespace: "team",
    task: "report",
    result: "Refused",
    effects: [
      { ...refused, policy: "team", applied: "", mode: "Warn", result: "Refused" },
      {
        ...changed,
        policy: "team",
        mode: "Enforce",
        result: "Adjusted",
        message: "spec.backoffLimit: 20 asked, 10 applied",
      },
    ],
  });
});

test("what other policies did, and what was filled in, is none of its effects", () => {
  const { asked: _, ...filledIn } = { ...changed, policy: "team" };
  const others = status({ adjustments: [filledIn, { ...changed, policy: "other" }] });
  expect(affectedBy("team", others)).toBeUndefined();
  expect(affectedBy("other", others)).toMatchObject({ result: "Adjusted" });
  expect(affectedBy("team", task())).toBeUndefined();
});
