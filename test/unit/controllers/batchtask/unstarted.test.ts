import { expect, test } from "vitest";
import type { BatchTask } from "../../../../src/api/batchtask.ts";
import { createUnstarted } from "../../../../src/controllers/batchtask/unstarted.ts";
import { taskStore } from "../../support/stores.ts";
import { task } from "../../support/task.ts";

function named(name: string, resourceVersion: string): BatchTask {
  const made = task();
  return { ...made, metadata: { ...made.metadata, name, uid: `${name}-uid`, resourceVersion } };
}

/** A process that leads since version 10, and has heard of `old` before that. */
function scene() {
  const tasks = taskStore();
  const unstarted = createUnstarted(tasks);
  tasks.apply("ADDED", named("old", "9"));
  unstarted.since("10");
  return { tasks, unstarted };
}

test("a task that was created since this process leads is its own, until it tries to make the Job", () => {
  const { tasks, unstarted } = scene();
  tasks.apply("ADDED", named("new", "11"));
  expect(unstarted.has(named("new", "11"))).toBe(true);
  tasks.apply("MODIFIED", named("new", "12"));
  expect(unstarted.has(named("new", "12"))).toBe(true);
  unstarted.begin(named("new", "12"));
  expect(unstarted.has(named("new", "12"))).toBe(false);
});

test("one that was there before may have been started by another, however late it is heard of or edited", () => {
  const { tasks, unstarted } = scene();
  tasks.apply("MODIFIED", named("old", "12"));
  tasks.apply("ADDED", named("late", "10"));
  expect([unstarted.has(named("old", "12")), unstarted.has(named("late", "10"))]).toEqual([false, false]);
});

test("what a full read finds may be old, though its version is late", async () => {
  const { tasks, unstarted } = scene();
  await tasks.replace([named("read", "11")], "12");
  tasks.upsert(named("written", "13"));
  expect([unstarted.has(named("read", "11")), unstarted.has(named("written", "13"))]).toEqual([false, false]);
});

test("before it is known since when this process leads nothing is its own; the latest version counts", () => {
  const tasks = taskStore();
  const unstarted = createUnstarted(tasks);
  const all = [named("early", "11"), named("between", "18"), named("late", "21")];
  const own = (): boolean[] => all.map((one) => unstarted.has(one));
  tasks.apply("ADDED", named("early", "11"));
  expect(own()).toEqual([false, false, false]);
  unstarted.since("10");
  expect(own()).toEqual([true, false, false]);
  unstarted.since("20");
  unstarted.since("15");
  tasks.apply("ADDED", named("between", "18"));
  tasks.apply("ADDED", named("late", "21"));
  expect(own()).toEqual([false, false, true]);
});

test("of a task that is gone nothing is kept: another one of its name is another", () => {
  const { tasks, unstarted } = scene();
  tasks.apply("ADDED", named("new", "11"));
  tasks.apply("DELETED", named("new", "12"));
  expect(unstarted.has(named("new", "12"))).toBe(false);
});
