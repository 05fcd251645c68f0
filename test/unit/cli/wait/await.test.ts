import { expect, test, vi } from "vitest";
import type { BatchTask } from "../../../../src/api/batchtask.ts";
import { createProgressDisplay } from "../../../../src/cli/output/progress-display.ts";
import { awaitTasks } from "../../../../src/cli/wait/await.ts";
import { isFinished } from "../../../../src/cli/view/lifecycle.ts";
import { liveApi } from "../support/live-api.ts";
import { ended, running } from "../support/several.ts";

async function waiting(tasks: readonly BatchTask[]) {
  const api = await liveApi();
  for (const task of tasks) api.put("batchtasks", task);
  const codes: number[] = [];
  const context = { ...api.world.context, exit: (code: number) => void codes.push(code) };
  const told: string[] = [];
  const onEnd = ({ metadata }: BatchTask) => void told.push(metadata.name);
  const done = awaitTasks(
    { ...api.world, context },
    { tasks, until: isFinished, onEnd, timeoutMs: 0 },
    createProgressDisplay(context),
  );
  const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 5 });
  return { ...api, done, told, codes, until };
}

test("each task is told as it ends, and given in the order it was asked for", async () => {
  const { done, put, told, until } = await waiting([running("slow"), running("quick"), ended("before")]);
  expect(told).toEqual(["before"]);
  put("batchtasks", ended("quick"));
  await until(() => expect(told).toEqual(["before", "quick"]));
  put("batchtasks", ended("slow"));
  expect((await done).map(({ metadata }) => metadata.name)).toEqual(["slow", "quick", "before"]);
  expect(told).toEqual(["before", "quick", "slow"]);
});

test("one of several that is deleted is told with its code, and the others are waited for", async () => {
  const { done, put, told, codes, stderr, until } = await waiting([running("gone"), running("stays")]);
  put("batchtasks", running("gone", "another-uid"));
  await until(() =>
    expect(stderr()).toContain("error: BatchTask gone was deleted and made anew while it was waited for\n"),
  );
  expect(codes).toEqual([5]);
  put("batchtasks", ended("stays"));
  expect((await done).map(({ metadata }) => metadata.name)).toEqual(["stays"]);
  expect(told).toEqual(["stays"]);
});

test("where the only one is deleted, that is the end", async () => {
  const { done, put } = await waiting([running("gone")]);
  put("batchtasks", running("gone", "another-uid"));
  await expect(done).rejects.toMatchObject({ exitCode: 5 });
});
