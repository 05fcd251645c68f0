import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type RecordedApi, recordedApi } from "../../../support/recorded-api.ts";
import { spec } from "../../support/task.ts";
import { runCli } from "../support/run-cli.ts";

let api: RecordedApi;
beforeAll(async () => {
  api = await recordedApi();
});
afterAll(() => api[Symbol.asyncDispose]());
beforeEach(() => api.forbidden.clear());

const task = (name: string, fields = {}): string =>
  JSON.stringify({
    apiVersion: "batchtask.dev/v1alpha1",
    kind: "BatchTask",
    metadata: { name },
    spec: spec(fields),
  });

/** Renders these documents. */
function rendered(documents: readonly string[], ...args: string[]) {
  const { kubeconfig } = api;
  const stdin = documents.join("\n---\n");
  return runCli(["render", "-f", "-", "-o", "name", ...args], { kubeconfig, stdin });
}

const BAD = task("bad", { parallelism: -1 });

test.each([["--dry-run=server"], []])(
  "of several tasks a bad one is told by name, and the others are there: %s",
  async (...args) => {
    const { stdout, stderr, exitCode } = await rendered([task("one"), BAD, task("two")], ...args);
    expect(stdout).toMatch(/^job\.batch\/one-1-\w+\njob\.batch\/two-1-\w+\n$/);
    expect(stderr).toMatch(/^error: BatchTask\/bad: stdin:3:\d+: .*parallelism.*\n/m);
    expect(exitCode).toBe(3);
  },
);

test("what the server refuses is told with file and task, of one alone, too; the worst code is the last word", async () => {
  api.forbidden.add("jobs");
  const several = await rendered([task("one"), BAD, task("two")], "--dry-run=server");
  expect(several.stdout).toBe("");
  expect(several.stderr).toContain("error: stdin:1:1: BatchTask/one: jobs is forbidden");
  expect(several.stderr).toContain("error: stdin:5:1: BatchTask/two: jobs is forbidden");
  expect(several.exitCode).toBe(5);
  const alone = await rendered([task("one")], "--dry-run=server");
  expect(alone.stderr).toContain("error: stdin:1:1: BatchTask/one: jobs is forbidden");
  expect(alone.exitCode).toBe(5);
});

test("without a cluster a task that is alone is refused in the same words as ever", async () => {
  const { stderr, exitCode } = await rendered([BAD]);
  expect(stderr).toMatch(/^error: stdin:1:\d+: /);
  expect(exitCode).toBe(3);
});
