import { expect, test } from "vitest";
import { judgeDeployment } from "../../../../src/cli/check/deployment.ts";

const withReplicas = (status: object) => ({ metadata: { namespace: "ops", name: "operator" }, status });

test.each([
  [{ availableReplicas: 1 }, "ok", "runs without leader election"],
  [{}, "failed", "Deployment ops/operator has no available pod"],
  [{ availableReplicas: 2 }, "failed", "2 available pods and no Lease"],
])("a Deployment with %o and no Lease: %s", (status, level, message) => {
  const found = judgeDeployment(withReplicas(status));
  expect(found.level).toBe(level);
  expect(found.message).toContain(message);
});
