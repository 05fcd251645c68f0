import { expect, test } from "vitest";
import type { BatchTaskSpec } from "../../../src/api/batchtask.ts";
import type { Job } from "../../../src/api/job.ts";
import { mutableDiff, takesCompletions } from "../../../src/job/diff.ts";
import { type RenderedJob, renderJob } from "../../../src/job/render.ts";
import { asked, templateHash } from "../../../src/job/template-hash.ts";
import { job, run, spec, task } from "../support/task.ts";

const COMPLETE: Job["status"] = { conditions: [{ type: "Complete", status: "True" }] };
const QUEUE = { "kueue.x-k8s.io/queue-name": "q" };

const rendered = (fields: Partial<BatchTaskSpec> = {}): RenderedJob =>
  renderJob(task(), spec(fields), run({ templateHash: templateHash(spec()) }));
/** The Job above as the API server has it, with the defaults of the fields that a live one can change. */
const live = (fields: object = {}, status?: Job["status"], metadata: object = {}): Job =>
  job({ spec: { parallelism: 1, suspend: false, ...fields }, metadata, ...(status && { status }) });

test("what is as it was rendered, and what Kubernetes fills in, is no difference", () => {
  expect(mutableDiff(live(), rendered())).toBeUndefined();
  expect(mutableDiff(live({ backoffLimit: 6 }), rendered())).toBeUndefined();
});

test("the fields that a live Job can change are told, and no others", () => {
  const wanted = rendered({ parallelism: 3, backoffLimit: 2, completions: 9, completionMode: "Indexed" });
  expect(mutableDiff(live({ completions: 3 }), wanted)).toEqual({
    spec: { parallelism: 3, backoffLimit: 2 },
  });
});

test("a field that was taken back goes to Kubernetes' default", () => {
  expect(mutableDiff(live({ parallelism: 5, suspend: true }), rendered())).toEqual({
    spec: { parallelism: 1, suspend: false },
  });
});

test("a Job that takes completions in place is told them", () => {
  const wanted = rendered({ completions: 5, parallelism: 5 });
  expect(mutableDiff(live({ completions: 3, parallelism: 3 }), wanted, true)).toEqual({
    spec: { parallelism: 5, completions: 5 },
  });
});

test("of a finished Job only the TTL is told", () => {
  const wanted = rendered({ parallelism: 3, ttlSecondsAfterFinished: 900 });
  expect(mutableDiff(live({}, COMPLETE, { labels: {} }), wanted, true)).toEqual({
    spec: { ttlSecondsAfterFinished: 900 },
  });
});

const withLabels = (more: Record<string, string>): RenderedJob => {
  const wanted = rendered();
  return { ...wanted, metadata: { ...wanted.metadata, labels: { ...wanted.metadata.labels, ...more } } };
};
const inQueue = (fields: object, labels: Record<string, string> = QUEUE): Job =>
  live(fields, undefined, { labels: { ...rendered().metadata.labels, ...labels } });

test("whether a Job in a queue of Kueue's is suspended is left to Kueue", () => {
  expect(mutableDiff(inQueue({ suspend: true }), withLabels(QUEUE))).toBeUndefined();
});

test("Kueue goes by the Job's label: its task may have lost its own", () => {
  expect(mutableDiff(inQueue({ suspend: true }), rendered())).toBeUndefined();
  expect(mutableDiff(live({ suspend: true }), rendered())).toEqual({ spec: { suspend: false } });
});

test("a suspended Job whose task comes into a queue gets the label, and Kueue starts it", () => {
  expect(mutableDiff(live({ suspend: true }), withLabels(QUEUE))).toEqual({ metadata: { labels: QUEUE } });
  expect(mutableDiff(live({ suspend: false }), withLabels(QUEUE))).toBeUndefined();
});

test("a Job that waits follows its task into another queue and priority, one that runs does not", () => {
  const other = { "kueue.x-k8s.io/queue-name": "other", "kueue.x-k8s.io/priority-class": "high" };
  expect(mutableDiff(inQueue({ suspend: true }), withLabels(other))).toEqual({ metadata: { labels: other } });
  expect(mutableDiff(inQueue({ suspend: false }), withLabels(other))).toBeUndefined();
});

test("labels and the template hash that somebody changed are put back, others' are left alone", () => {
  const changed = live({}, undefined, {
    labels: { "batchtask.dev/name": "report", "batchtask.dev/run": "7", app: "shop" },
    annotations: { note: "kept" },
  });
  expect(mutableDiff(changed, rendered())).toEqual({
    metadata: {
      labels: { "batchtask.dev/run": "1" },
      annotations: { "batchtask.dev/template-hash": templateHash(spec()) },
    },
  });
});

test("completions are taken by a live Indexed Job, not by a finished one nor by one of another mode", () => {
  const indexed = (completions: number) =>
    spec({ completionMode: "Indexed", completions, parallelism: completions });
  const takes = (fields: object, status?: Job["status"]): boolean =>
    takesCompletions(
      live({ completions: 3, ...fields }, status),
      asked(indexed(5)),
      templateHash(indexed(3)),
      indexed(5),
    );
  expect(takes({ completionMode: "Indexed" })).toBe(true);
  expect(takes({ completionMode: "Indexed" }, COMPLETE)).toBe(false);
  expect(takes({ completionMode: "NonIndexed" })).toBe(false);
});
