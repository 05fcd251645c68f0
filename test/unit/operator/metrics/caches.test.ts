import { expect, test } from "vitest";
import { createMetrics } from "../../../../src/operator/metrics/metrics.ts";

test("the age of a watch, but for a resource that is done without", async () => {
  const metrics = createMetrics();
  const reflector = (ms: number) => ({ lastActivityMs: () => ms });
  metrics.caches.watchAges({
    batchtasks: [reflector(0), reflector(1_500)],
    jobs: [reflector(Number.POSITIVE_INFINITY)],
    batchtaskpolicies: [{ ...reflector(2_000), unavailable: false }],
    namespaces: [{ ...reflector(Number.POSITIVE_INFINITY), unavailable: true }],
  });
  const text = await metrics.registry.getSingleMetricAsString("batchtask_watch_age_seconds");
  expect(text.split("\n").slice(2)).toEqual([
    'batchtask_watch_age_seconds{resource="batchtasks"} 1.5',
    'batchtask_watch_age_seconds{resource="jobs"} +Inf',
    'batchtask_watch_age_seconds{resource="batchtaskpolicies"} 2',
  ]);
});
