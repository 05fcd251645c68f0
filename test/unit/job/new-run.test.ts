import { expect, test } from "vitest";
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
