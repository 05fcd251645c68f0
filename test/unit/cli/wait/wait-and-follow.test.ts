import { expect, test } from "vitest";
import { waitAndFollow } from "../../../../src/cli/wait/wait-and-follow.ts";
import { run, task } from "../../support/task.ts";
import { liveApi } from "../support/live-api.ts";

test("a task whose pods can't start ends logs with exit code 1, and the words that ask on", async () => {
  const failure = { reason: "ErrImageNeverPull", message: "not there" };
  const stuck = task({}, { observedGeneration: 2, phase: "Running", run: run(), failure });
  const { put, world, stderr, stdout } = await liveApi();
  put("batchtasks", stuck);
  const codes: number[] = [];
  const context = { ...world.context, exit: (code: number) => void codes.push(code) };
  await waitAndFollow({ ...world, context }, [stuck], { logs: true, timeout: 0, color: false });
  expect(codes).toEqual([1]);
  expect(stdout()).toBe("");
  expect(stderr()).toMatch(
    /can't start: .*\nthe task goes on: .*\nSee `kubectl batchtask explain report -n team`\n$/,
  );
  expect(stderr().match(/can't start/g)).toHaveLength(1);
});
