import { expect, test, vi } from "vitest";
import { followLogs } from "../../../../src/cli/logs/follow.ts";
import { createPrinter } from "../../../../src/cli/logs/printer.ts";
import { task } from "../../support/task.ts";
import { liveApi } from "../support/live-api.ts";
import { gone, JOB, life, line, podOfRun, waiting } from "../support/run-pods.ts";

/** Follows a run whose first pod is so, until `end` is called. */
async function followed(first: ReturnType<typeof podOfRun>) {
  const api = await liveApi();
  api.put("pods", first);
  api.logs.set("work", line(1, "one"));
  const state = { over: false, hopeless: false };
  const following = followLogs(api.world, {
    run: { task: "report", namespace: "team", number: 1, jobName: JOB },
    options: {},
    printer: createPrinter(api.world.context, task(), { color: false }),
    isRunFinished: () => state.over,
    isHopeless: async () => state.hopeless,
  });
  const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 5 });
  return { ...api, state, following, until };
}

const told = (restart: number, how = "ended with exit code 1") =>
  `container work of pod ${JOB}-a ${how} and is started again (restart ${restart})\n`;

test("each restart of a container is told once on stderr, with how its life before ended", async () => {
  const { put, state, following, until, stderr, stdout, logs } = await followed(podOfRun(life(0)));
  await until(() => expect(stdout()).toBe("one\n"));
  expect(stderr()).toBe("");
  put("pods", podOfRun(waiting("CrashLoopBackOff")));
  logs.set("work", line(2, "two"));
  put("pods", podOfRun(life(1)));
  await until(() => expect(stderr()).toBe(told(1)));
  await until(() => expect(stdout()).toBe("one\ntwo\n"));
  put("pods", podOfRun(life(1)));
  put("pods", podOfRun(life(2, 137, "OOMKilled")));
  await until(() => expect(stderr()).toBe(told(1) + told(2, "ended with exit code 137 (OOMKilled)")));
  put("pods", podOfRun(gone(2)));
  state.over = true;
  expect(await following).toBe("over");
  expect(stderr()).toBe(told(1) + told(2, "ended with exit code 137 (OOMKilled)"));
});

test("of a life that was missed it is not said how the one before it ended", async () => {
  const { state, following, until, stderr } = await followed(podOfRun(waiting("CrashLoopBackOff", 3)));
  await until(() => expect(stderr()).toBe(`container work of pod ${JOB}-a is started again (restart 3)\n`));
  state.over = true;
  await following;
});

test("what is given up ends at once, whatever still writes", async () => {
  const api = await followed(podOfRun(life(0)));
  api.open.add("work");
  api.put("pods", podOfRun(life(1)));
  await api.until(() => expect(api.stderr()).toBe(told(1)));
  api.state.hopeless = true;
  expect(await api.following).toBe("hopeless");
});

test("a log that is cut off while its container runs is opened again, and nothing is printed twice", async () => {
  const api = await liveApi();
  api.put("pods", podOfRun(life(0)));
  api.logs.set("work", line(1, "one"));
  api.cut.add("work");
  const state = { over: false };
  const following = followLogs(api.world, {
    run: { task: "report", namespace: "team", number: 1, jobName: JOB },
    options: { tail: 5 },
    printer: createPrinter(api.world.context, task(), { color: false }),
    isRunFinished: () => state.over,
  });
  await vi.waitFor(() => expect(api.cut.size).toBe(0));
  api.logs.set("work", line(1, "one") + line(2, "two"));
  await vi.waitFor(() => expect(api.stdout() + api.stderr()).toBe("one\ntwo\n"), { timeout: 10_000 });
  api.put("pods", podOfRun(gone(0)));
  state.over = true;
  await following;
  expect([api.stdout(), api.stderr()]).toEqual(["one\ntwo\n", ""]);
});
