import { expect, test } from "vitest";
import type { Job } from "../../../src/api/job.ts";
import { keepsStart } from "../../../src/job/kept-start.ts";
import { job } from "../support/task.ts";

const suspended = { type: "Suspended", status: "True" };
const startTime = "2026-01-01T00:00:00Z";
const made = (spec: object, status: NonNullable<Job["status"]>, labels = {}): Job => ({
  ...job({ spec, status }),
  metadata: { labels },
});

test("a Job that was suspended while it ran still has its start, until somebody takes it away", () => {
  expect(keepsStart(made({ suspend: true }, { startTime, conditions: [suspended] }))).toBe(true);
  expect(keepsStart(made({ suspend: true }, { conditions: [suspended] }))).toBe(false);
});

test.each<[string, Job]>([
  ["that runs", made({ suspend: false }, { startTime, conditions: [] })],
  ["that is resumed", made({ suspend: false }, { startTime, conditions: [suspended] })],
  ["whose pods the Job controller has yet to stop", made({ suspend: true }, { startTime, conditions: [] })],
  [
    "that went on once",
    made({ suspend: true }, { startTime, conditions: [{ ...suspended, status: "False" }] }),
  ],
  [
    "in a queue of Kueue's",
    made({ suspend: true }, { startTime, conditions: [suspended] }, { "kueue.x-k8s.io/queue-name": "q" }),
  ],
])("a Job %s keeps it", (_, kept) => expect(keepsStart(kept)).toBe(false));
