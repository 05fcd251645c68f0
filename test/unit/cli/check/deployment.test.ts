import { expect, test } from "vitest";
import { checkDeployment, judgeDeployment } from "../../../../src/cli/check/deployment.ts";
import { clusterOf } from "./support/cluster.ts";

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

test("of several Deployments one that works counts, and of those with its label alone", async () => {
  const labels = { "app.kubernetes.io/name": "batchtask-operator" };
  const web = withReplicas({ availableReplicas: 1 });
  const without = { metadata: { ...web.metadata, name: "batchtask-operator-web" }, status: web.status };
  expect(await checkDeployment(clusterOf([], [without]))).toBeUndefined();
  const [dead, works] = [0, 1].map((availableReplicas) => ({
    metadata: { namespace: `ops-${availableReplicas}`, name: "operator", labels },
    status: { availableReplicas },
  }));
  const found = await checkDeployment(
    clusterOf(
      [],
      [dead, works, without].flatMap((one) => one ?? []),
    ),
  );
  expect(found?.message).toContain("Deployment ops-1/operator is available");
});
