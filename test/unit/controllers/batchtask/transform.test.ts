import { expect, test } from "vitest";
import type { BatchTask } from "../../../../src/api/batchtask.ts";
import type { Job } from "../../../../src/api/job.ts";
import { createCacheTransforms } from "../../../../src/controllers/batchtask/transform.ts";

const condition = {
  type: "Ready",
  status: "False",
  reason: "Suspended",
  message: "",
  lastTransitionTime: "2026-01-01T00:00:00Z",
};

function task(name: string, effective = { backoffLimit: 3 }): BatchTask {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as much of a task as this needs
  return {
    metadata: {
      name,
      namespace: "default",
      managedFields: [{ manager: "kubectl" }],
      annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{}", kept: "yes" },
    },
    spec: { template: { spec: { containers: [{ name: "main", image: "busybox:1.36" }] } } },
    status: {
      phase: "Suspended",
      adjustments: [{ field: "backoffLimit", rule: "backoffLimit", policy: "baseline", applied: "3" }],
      effective,
      conditions: [{ ...condition }],
    },
  } as unknown as BatchTask;
}

test("a task is kept whole but for who manages and who applied it", () => {
  const { metadata, ...rest } = task("a");
  const { status: _, ...unseen } = task("a");
  const kept = createCacheTransforms().task(task("a"));
  expect(kept).toEqual({
    ...rest,
    metadata: { name: metadata.name, namespace: "default", annotations: { kept: "yes" } },
  });
  expect(createCacheTransforms().task(unseen)).not.toHaveProperty("status");
});

test("what two tasks have alike is kept once; what one has anew is not the other's", () => {
  const slim = createCacheTransforms();
  const [a, b] = [slim.task(task("a")).status, slim.task(task("b")).status];
  expect(b?.adjustments).toBe(a?.adjustments);
  expect(b?.effective).toBe(a?.effective);
  expect(b?.conditions?.[0]).toBe(a?.conditions?.[0]);
  const next = slim.task(task("b", { backoffLimit: 0 }));
  expect([a?.effective, next.status?.effective]).toEqual([{ backoffLimit: 3 }, { backoffLimit: 0 }]);
});

test("of a Job no pod template is kept, and all that is compared or mirrored is", () => {
  const job: Job = {
    metadata: { name: "a-1", managedFields: [{ manager: "kubectl" }] },
    spec: { backoffLimit: 3, completions: 2, template: { spec: { containers: [{ name: "main" }] } } },
    status: { active: 1, conditions: [{ type: "Suspended", status: "True" }] },
  };
  expect(createCacheTransforms().job(job)).toEqual({
    metadata: { name: "a-1" },
    spec: { backoffLimit: 3, completions: 2, template: {} },
    status: { active: 1, conditions: [{ type: "Suspended", status: "True" }] },
  });
});
