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

const asking = (rerun: string) => ({
  "batchtask.dev/rerun": rerun,
  "batchtask.dev/rerun-overrides": JSON.stringify({ rerun, args: [rerun] }),
});

/** A first run with the overrides of rerun `a`; its task asks for `rerun` by now. */
function firstJob(rerun: string, heeded?: string) {
  const first = run({ overrides: { args: ["a"] } });
  const status = { observedGeneration: 2, run: first, ...(heeded && { lastHandledRerun: heeded }) };
  const made = heeded === undefined ? task() : task({}, status);
  const asked = { ...made, metadata: { ...made.metadata, annotations: asking(rerun) } };
  return renderJob(asked, spec(), first).metadata.annotations;
}

test("the Job of a first run tells the rerun that the run has heeded, with its overrides", () => {
  expect(firstJob("a")).toMatchObject(asking("a"));
  expect(firstJob("a", "a")).toMatchObject(asking("a"));
});

test("and not one that was asked for while the run waited: that one is still to come", () => {
  expect(firstJob("b", "a")).toMatchObject(asking("a"));
  const waited = task({}, { observedGeneration: 2, run: run() });
  const asked = { ...waited, metadata: { ...waited.metadata, annotations: asking("b") } };
  expect(renderJob(asked, spec(), run()).metadata.annotations).not.toHaveProperty("batchtask.dev/rerun");
});
