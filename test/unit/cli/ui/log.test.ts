import { expect, test } from "vitest";
import { ApiError } from "../../../../src/kube/errors.ts";
import { tellLogs } from "../../../../src/cli/ui/log.ts";
import { run, task } from "../../support/task.ts";
import { liveApi } from "../support/live-api.ts";
import { gone, life, line, podOfRun } from "../support/run-pods.ts";

const ASKED = { namespace: "team", name: "report", pod: undefined, container: undefined };
const ended = { observedGeneration: 2, run: run({ completionTime: "2026-01-01T00:01:00Z" }) };
const runs = { observedGeneration: 2, run: run() };

/** The API server's own object is found by a list of one. */
async function apiOf(stored: object) {
  const api = await liveApi();
  const { client } = api.world.cluster;
  const state = { task: stored };
  const cluster = {
    ...api.world.cluster,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is asked for the task alone
    client: { ...client, get: (async () => state.task) as typeof client.get },
  };
  const lines: string[] = [];
  const write = ({ source, text }: { source: string; text: string }) => void lines.push(`${source}|${text}`);
  return { ...api, state, lines, write, world: { ...api.world, cluster } };
}

test("of a run that has ended all is told that is still there, without what would hide in it", async () => {
  const { world, put, logs, lines, write } = await apiOf(task({}, ended));
  put("pods", podOfRun(gone(0)));
  logs.set("work", line(1, "one") + line(2, "\x1b[31mtwo\x1b[0m <b>"));
  expect(await tellLogs(world, ASKED, write, new AbortController().signal)).toBeUndefined();
  expect(lines).toEqual(["a|one", "a|two <b>"]);
});

test("a line that is longer than anybody reads is cut, which is said", async () => {
  const { world, put, logs, lines, write } = await apiOf(task({}, ended));
  put("pods", podOfRun(gone(0)));
  logs.set("work", line(1, "x".repeat(70_000)));
  await tellLogs(world, ASKED, write, new AbortController().signal);
  expect(lines[0]).toHaveLength(2 + 65_536 + " (4464 more characters of this line are not shown)".length);
});

test("of one whose pods are gone it is said why there is nothing", async () => {
  const { world, write } = await apiOf(task({}, ended));
  await expect(tellLogs(world, ASKED, write, new AbortController().signal)).rejects.toThrow(
    /there is no pod/,
  );
});

test("a run that goes on is followed to its end", async () => {
  const { world, put, logs, lines, write, state } = await apiOf(task({}, runs));
  put("pods", podOfRun(life(0)));
  logs.set("work", line(1, "one"));
  const done = tellLogs(world, ASKED, write, new AbortController().signal);
  await expect.poll(() => lines).toEqual(["a|one"]);
  state.task = task({}, ended);
  put("pods", podOfRun(gone(0)));
  expect(await done).toBe("The run has ended");
});

test("that the task can't be read for a while is no end of its run; that it may not be read is one", async () => {
  const { world, put, logs, open, lines, write, state } = await apiOf(task({}, runs));
  put("pods", podOfRun(life(0)));
  logs.set("work", line(1, "one"));
  open.add("work");
  let answer: () => unknown = () => state.task;
  let asked = 0;
  const get = async () => {
    asked += 1;
    return answer();
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it is asked for the task alone
  const client = { ...world.cluster.client, get: get as typeof world.cluster.client.get };
  const away = { ...world, cluster: { ...world.cluster, client } };
  let isOver = false;
  const done = tellLogs(away, ASKED, write, new AbortController().signal).finally(() => {
    isOver = true;
  });
  done.catch(() => undefined);
  await expect.poll(() => lines).toEqual(["a|one"]);
  answer = () => {
    throw new Error("connection refused");
  };
  const before = asked;
  await expect.poll(() => asked).toBeGreaterThan(before + 2);
  expect(isOver).toBe(false);
  answer = () => {
    throw new ApiError({ method: "GET", path: "/", status: 403, body: "forbidden" });
  };
  put("pods", podOfRun(gone(0)));
  open.clear();
  await expect(done).rejects.toThrow(/forbidden/);
});

test("another pod than the one that is asked for is not read", async () => {
  const { world, put, logs, write } = await apiOf(task({}, ended));
  put("pods", podOfRun(gone(0)));
  logs.set("work", line(1, "one"));
  const other = { ...ASKED, pod: "other" };
  await expect(tellLogs(world, other, write, new AbortController().signal)).rejects.toThrow();
});

test("it ends with whoever reads it", async () => {
  const { world, put, write } = await apiOf(task({}, runs));
  put("pods", podOfRun(life(0)));
  const reader = new AbortController();
  const done = tellLogs(world, ASKED, write, reader.signal);
  setTimeout(() => reader.abort(new Error("gone")), 50);
  await expect(done).rejects.toThrow();
});
