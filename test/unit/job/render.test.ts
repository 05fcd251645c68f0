import { expect, test } from "vitest";
import { renderJob } from "../../../src/job/render.ts";
import { run, spec, task } from "../support/task.ts";

test("what the author wrote arrives in the Job; runs does not", () => {
  const asked = task({ completions: 4, completionMode: "Indexed", runs: { onChange: "Never" } });
  asked.spec.template.metadata = { labels: { app: "shop" }, annotations: { note: "kept" } };
  const rendered = renderJob(asked, asked.spec, run({ jobName: "n", number: 3 }));
  expect(rendered.spec).toMatchObject({ completions: 4, completionMode: "Indexed" });
  expect(rendered.spec).not.toHaveProperty("runs");
  expect(rendered.spec.template.metadata).toEqual({
    labels: { app: "shop", "batchtask.dev/name": "report", "batchtask.dev/run": "3" },
    annotations: { note: "kept" },
  });
  expect(rendered.metadata).toMatchObject({ namespace: "team", name: "n" });
  expect(rendered.metadata.ownerReferences).toEqual([
    {
      apiVersion: "batchtask.dev/v1alpha1",
      kind: "BatchTask",
      name: "report",
      uid: "task-uid",
      controller: true,
      blockOwnerDeletion: true,
    },
  ]);
});

test("only the labels on the list pass from a task to its Job", () => {
  const asked = task();
  asked.metadata.labels = {
    "app.kubernetes.io/instance": "argo",
    "kueue.x-k8s.io/queue-name": "q",
    team: "x",
  };
  expect(renderJob(asked, asked.spec, run()).metadata.labels).toEqual({
    "batchtask.dev/name": "report",
    "batchtask.dev/run": "1",
    "kueue.x-k8s.io/queue-name": "q",
  });
});

test.each([
  [0, undefined, 600],
  [599, undefined, 600],
  [601, undefined, 601],
  [0, "2026-01-01T00:00:00Z", 0],
])("a TTL of %s, run ended %s: the Job has %s", (asked, completionTime, ttl) => {
  const guarded = spec({ ttlSecondsAfterFinished: asked });
  const rendered = renderJob(task(), guarded, run(completionTime ? { completionTime } : {}));
  expect(rendered.spec.ttlSecondsAfterFinished).toBe(ttl);
});
