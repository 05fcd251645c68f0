import { expect, test } from "vitest";
import { withIgnored } from "../../../../src/status/failure/ignored.ts";
import { job } from "../../support/task.ts";
import { evidence, pod } from "./support/evidence.ts";

test("one pod that does not count is one", () => {
  const failure = { reason: "Error", message: "m" };
  const found = evidence({ pods: [pod({ phase: "Failed" }), pod({})] });
  expect(withIgnored(failure, job(), found).message).toBe(
    "m; podFailurePolicy ignores 1 failed pod of this run so far",
  );
  expect(withIgnored(failure, job({ status: { failed: 1 } }), found)).toEqual(failure);
});
