import { expect, test } from "vitest";
import { reasonLabel } from "../../../../src/operator/metrics/reason.ts";
import { afterSteps, ended, status } from "./support/steps.ts";

test("a reason that somebody made up is no label of its own", async () => {
  expect(reasonLabel("ImagePullBackOff")).toBe("ImagePullBackOff");
  expect(reasonLabel("Whatever-1f3a")).toBe("Other");
  expect(reasonLabel("constructor")).toBe("Other");
  const running = status({ phase: "Running", run: { jobUID: "u" } });
  const exported = await afterSteps([running, ended("Failed", "Whatever-1f3a")]);
  expect(await exported.of("batchtask_runs_finished_total")).toEqual({ "Failed/Other": 1 });
});
