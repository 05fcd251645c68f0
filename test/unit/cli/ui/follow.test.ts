import { expect, test } from "vitest";
import { followedTasks } from "../../../../src/cli/ui/follow.ts";
import { rowOf } from "../../../../src/ui/model/row.ts";
import type { Change, State } from "../../../../src/ui/model/wire.ts";
import { task } from "../../support/task.ts";
import { liveApi } from "../support/live-api.ts";

const named = (name: string, suspend = false) => {
  const one = task({ suspend });
  return { ...one, metadata: { ...one.metadata, name, uid: `uid-${name}` } };
};

test("tasks are known once they are read, and each change after that is told as a row", async () => {
  const api = await liveApi();
  api.put("batchtasks", named("a"));
  const tasks = followedTasks(api.world, "team", (one) => rowOf(one, []));
  const stop = new AbortController();
  const told: Pick<Change, "upserts" | "deletes">[] = [];
  const states: State[] = [];
  const synced = Promise.withResolvers<void>();
  const done = tasks.follow(
    { synced: synced.resolve, changed: (change) => told.push(change), state: (state) => states.push(state) },
    stop.signal,
  );
  await synced.promise;
  expect(tasks.list().map(({ metadata }) => metadata.name)).toEqual(["a"]);
  expect(JSON.stringify(tasks.list())).not.toContain("busybox");
  api.put("batchtasks", named("a", true));
  await expect.poll(() => told.length).toBe(1);
  expect(told[0]).toMatchObject({ upserts: [{ name: "a", suspended: true }], deletes: [] });
  expect(await tasks.now(stop.signal)).toHaveLength(1);
  stop.abort();
  await done;
  expect([tasks.list(), states]).toEqual([[], []]);
});

test("where nobody follows them they are read for this once", async () => {
  const api = await liveApi();
  api.put("batchtasks", named("a"));
  const tasks = followedTasks(api.world, undefined, (one) => rowOf(one, []));
  const found = await tasks.now(new AbortController().signal);
  expect(found.map(({ metadata }) => metadata.name)).toEqual(["a"]);
  expect(JSON.stringify(found)).not.toContain("busybox");
});

test("that the API server refuses is told", async () => {
  const api = await liveApi();
  api.forbidden.add("batchtasks");
  const tasks = followedTasks(api.world, "team", (one) => rowOf(one, []));
  const stop = new AbortController();
  const states: State[] = [];
  const listener = {
    synced: () => undefined,
    changed: () => undefined,
    state: (state: State) => states.push(state),
  };
  const done = tasks.follow(listener, stop.signal);
  await expect.poll(() => states[0]?.state).toBe("away");
  expect(states[0]?.message).toContain("not allowed to follow batchtasks.batchtask.dev");
  stop.abort();
  await done;
});

test("a watch that takes its time to end leaves its successor's tasks alone", async () => {
  const api = await liveApi();
  api.put("batchtasks", named("a"));
  const tasks = followedTasks(api.world, "team", (one) => rowOf(one, []));
  const quiet = { changed: () => undefined, state: () => undefined };
  const begin = (signal: AbortSignal) => {
    const synced = Promise.withResolvers<void>();
    return { synced: synced.promise, done: tasks.follow({ ...quiet, synced: synced.resolve }, signal) };
  };
  const [first, second] = [new AbortController(), new AbortController()];
  const one = begin(first.signal);
  await one.synced;
  first.abort();
  const other = begin(second.signal);
  await Promise.all([one.done, other.synced]);
  expect(tasks.list()).toHaveLength(1);
  second.abort();
  await other.done;
});
