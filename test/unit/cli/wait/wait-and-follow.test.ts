import { expect, test, vi } from "vitest";
import { waitAndFollow } from "../../../../src/cli/wait/wait-and-follow.ts";
import { run, task } from "../../support/task.ts";
import { liveApi } from "../support/live-api.ts";
import { endedRun, scheduled, told } from "../support/scheduled.ts";
import { ended, running } from "../support/several.ts";

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

test.each([{ logs: true as const }, {}])(
  "of several tasks each outcome is told as it comes, by name: %j",
  async (asked) => {
    const { put, world, stderr, stdout } = await liveApi();
    const tasks = [running("slow"), running("quick"), running("gone")];
    for (const task of tasks) put("batchtasks", task);
    const codes: number[] = [];
    const context = { ...world.context, exit: (code: number) => void codes.push(code) };
    const done = waitAndFollow({ ...world, context }, tasks, { ...asked, timeout: 0, color: false });
    const output = asked.logs ? stderr : stdout;
    const until = (text: string, from: () => string) =>
      vi.waitFor(() => expect(from()).toContain(text), { timeout: 10_000, interval: 5 });
    await until("slow: Running", stderr);
    put("batchtasks", ended("quick", "Failed"));
    await until("batchtask.batchtask.dev/quick failed", output);
    put("batchtasks", running("gone", "another-uid"));
    await until("error: BatchTask gone was deleted", stderr);
    expect(output()).not.toContain("slow succeeded");
    put("batchtasks", ended("slow"));
    await done;
    expect(output()).toContain("batchtask.batchtask.dev/slow succeeded");
    expect(output().match(/quick failed/g)).toHaveLength(1);
    expect(stderr()).toMatch(/See `kubectl batchtask explain quick -n team`\n$/);
    expect(codes).toEqual([5, 1]);
  },
);

test.each([{ logs: true as const }, {}])(
  "a task that waits for its schedule is told at once, and is no failure whatever its last run came to: %j",
  async (asked) => {
    const { put, world, stderr, stdout } = await liveApi();
    const schedule = { ...told, nextStartTime: "2100-01-01T01:00:00Z" };
    const nightly = scheduled("nightly", { status: { run: endedRun({ outcome: "Failed" }), schedule } });
    put("batchtasks", nightly);
    const codes: number[] = [];
    const context = { ...world.context, exit: (code: number) => void codes.push(code) };
    await waitAndFollow({ ...world, context }, [nightly], { ...asked, timeout: 0, color: false });
    expect(asked.logs ? stderr() : stdout()).toMatch(
      /^batchtask.batchtask.dev\/nightly waits for its schedule: /,
    );
    expect(codes).toEqual([]);
  },
);
