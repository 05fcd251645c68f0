import { expect, test } from "vitest";
import type { BatchTaskStatus } from "../../../src/api/status.ts";
import { jobName } from "../../../src/job/job-name.ts";
import { firstRun, nextRun } from "../../../src/job/new-run.ts";
import { templateHash } from "../../../src/job/template-hash.ts";
import { run, spec, task } from "../support/task.ts";

test("a task's first run is number 1, of the spec as it is", () => {
  const asked = task({ completions: 3 });
  expect(firstRun(asked)).toEqual({
    number: 1,
    jobName: jobName(asked.metadata, 1),
    templateHash: templateHash(spec({ completions: 3 })),
    trigger: "Created",
  });
});

test("the next run counts on, and takes nothing over from the one before", () => {
  const asked = task({ completions: 5 });
  const before = run({ number: 4, jobUID: "job-uid", stopping: true });
  expect(nextRun(asked, before, "Rerun")).toEqual({
    number: 5,
    jobName: jobName(asked.metadata, 5),
    templateHash: templateHash(spec({ completions: 5 })),
    trigger: "Rerun",
  });
});

test("a run has the overrides of the rerun that it heeds, and the one after it has none", () => {
  const annotations = {
    "batchtask.dev/rerun": "monday",
    "batchtask.dev/rerun-overrides": JSON.stringify({ rerun: "monday", args: ["--full"] }),
  };
  const asked = (status?: BatchTaskStatus) => {
    const one = task({}, status);
    return { ...one, metadata: { ...one.metadata, annotations } };
  };
  const overrides = { args: ["--full"] };
  expect(firstRun(asked())).toMatchObject({ number: 1, overrides });
  const ended = { observedGeneration: 1, run: run() };
  expect(nextRun(asked(ended), run(), "Rerun")).toMatchObject({ number: 2, overrides });
  // An edit that comes with a rerun is one run.
  expect(nextRun(asked(ended), run(), "SpecChanged")).toMatchObject({ overrides });
  const heeded = { ...ended, lastHandledRerun: "monday" };
  const before = run({ number: 2, overrides });
  expect(nextRun(asked(heeded), before, "SpecChanged")).not.toHaveProperty("overrides");
});
