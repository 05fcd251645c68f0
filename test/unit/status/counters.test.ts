import { expect, test } from "vitest";
import type { BatchTaskSpec } from "../../../src/api/batchtask.ts";
import { computeStatus } from "../../../src/status/compute-status.ts";
import { job, run, task } from "../support/task.ts";
import { seen, startTime } from "./support/inputs.ts";

test.each([
  [{ completions: 10 }, 3, "3/10"],
  [{ completions: 1 }, undefined, "0/1"],
  [{ parallelism: 3 }, 2, "2/1 of 3"],
  [{ parallelism: 1 }, 0, "0/1"],
  [{ completions: 0 }, 0, "0/0"],
])("completions of %j with %s succeeded: %s", (fields, succeeded, text) => {
  const status = computeStatus(
    seen({ job: job({ spec: fields, status: { ...(succeeded !== undefined && { succeeded }) } }) }),
  );
  expect(status.completions).toBe(text);
});

test.each<[string, Partial<BatchTaskSpec>, number | undefined, string]>([
  ["one pod", {}, undefined, "1/1"],
  ["ten indexes", { completions: 10, parallelism: 2 }, 3, "10/10"],
  ["a work queue, whose number nobody knows", { parallelism: 3 }, 1, "1/1 of 3"],
  [
    "a success policy, which wants fewer",
    { completions: 10, successPolicy: { rules: [{ succeededCount: 4 }] } },
    3,
    "3/10",
  ],
])(
  "completions of a run that is known to have succeeded by events alone: %s",
  (_, fields, succeeded, text) => {
    const { completions, parallelism } = fields;
    const live = job({
      spec: Object.keys(fields).length === 0 ? { completions: 1 } : { completions, parallelism },
      status: { startTime, active: 1, ...(succeeded !== undefined && { succeeded }) },
    });
    const going = computeStatus(seen({ task: task(fields), job: live }));
    const lost = (reason: string) =>
      computeStatus(
        seen({
          task: task(fields, going),
          run: going.run ?? run(),
          problem: { kind: "ResultLost", message: "gone" },
          evidence: {
            pods: [],
            podEvents: [],
            jobEvents: [{ involvedObject: {}, metadata: {}, type: "Normal", reason, message: "" }],
          },
        }),
      );
    const known = lost("Completed");
    expect([known.phase, known.completions, known.succeeded]).toEqual(["Succeeded", text, succeeded]);
    const unknown = lost("SuccessfulCreate");
    expect([unknown.phase, unknown.completions]).toEqual(["Unknown", going.completions]);
  },
);
