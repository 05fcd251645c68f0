import { expect, test } from "vitest";
import { setImmediate } from "node:timers/promises";
import { systemClock, visitInTurns } from "../../../src/kube/clock.ts";

test("the system clock's sleep ends with its signal's reason", async () => {
  const reason = new Error("enough");
  const controller = new AbortController();
  const sleep = systemClock.sleep(3_600_000, controller.signal);
  controller.abort(reason);
  await expect(sleep).rejects.toBe(reason);
});

test("what is done with many items lets others run between its turns", async () => {
  const visited: number[] = [];
  const all = visitInTurns(Array(10).keys(), 4, (item) => visited.push(item));
  expect(visited).toEqual([0, 1, 2, 3]);
  await setImmediate();
  expect(visited).toHaveLength(8);
  await all;
  expect(visited).toHaveLength(10);
});
