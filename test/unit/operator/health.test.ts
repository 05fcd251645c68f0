import { expect, test } from "vitest";
import { notAlive, notReady } from "../../../src/operator/health.ts";

const reflector = (idleMs: number) => ({ idleMs: () => idleMs });
const queue = (seconds: number) => ({ longestRunningSeconds: () => seconds });
const minute = 60_000;

test("alive while every watch tries, and no reconcile outlives its abort", () => {
  expect(notAlive([reflector(minute), reflector(9 * minute)], queue(119))).toBeUndefined();
});

test("a reflector that hangs, and a reconcile that ignores its abort, are named", () => {
  expect(notAlive([reflector(0), reflector(11 * minute)], queue(0))).toContain("660 s");
  expect(notAlive([reflector(0)], queue(301))).toContain("hangs for 301 s");
});

test("not ready until each cache has been filled once, with what keeps it", () => {
  expect(notReady([{ synced: true, lastError: "away" }])).toBeUndefined();
  expect(
    notReady([
      { synced: false, lastError: "away" },
      { synced: false, lastError: undefined },
    ]),
  ).toBe("away\nA cache is being filled");
});
