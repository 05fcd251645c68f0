import { expect, test } from "vitest";
import { slim } from "../../../../src/cli/ui/slim.ts";
import { rowOf } from "../../../../src/ui/model/row.ts";
import { schedule, task } from "../../support/task.ts";
import { failed } from "../view/support/explained.ts";

test("a slim task makes the same row, without its pod template", () => {
  const whole = task({ suspend: true, runs: { schedule: schedule() } }, failed("Error", 3));
  whole.metadata.creationTimestamp = "2026-01-01T00:00:00Z";
  whole.metadata.annotations = { "kubectl.kubernetes.io/last-applied-configuration": "{}" };
  const kept = slim(whole);
  expect(rowOf(kept, [])).toEqual(rowOf(whole, []));
  expect(JSON.stringify(kept)).not.toMatch(/busybox|last-applied/);
});

test("what decides over reruns, queues and the spread stays", () => {
  const whole = task({}, { observedGeneration: 2, effective: { spreadSeconds: 60, parallelism: 3 } });
  whole.metadata.annotations = { "batchtask.dev/rerun": "1" };
  whole.metadata.labels = { "kueue.x-k8s.io/queue-name": "q", team: "data" };
  expect(slim(whole)).toMatchObject({
    metadata: {
      annotations: { "batchtask.dev/rerun": "1" },
      labels: { "kueue.x-k8s.io/queue-name": "q" },
    },
    status: { effective: { spreadSeconds: 60 } },
  });
});
