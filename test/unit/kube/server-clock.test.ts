import { expect, test } from "vitest";
import { createServerClock } from "../../../src/kube/server-clock.ts";

const NOON = Date.UTC(2026, 0, 1, 12);
const HOUR = 3_600_000;

function scene(wallMs: number) {
  const time = { wall: wallMs, monotonic: 77, set: 0 };
  const machine = {
    now: () => time.wall,
    monotonic: () => time.monotonic,
    sleep: () => Promise.resolve(),
  };
  const clock = createServerClock(machine, () => (time.set += 1));
  const pass = (ms: number): void => {
    time.wall += ms;
    time.monotonic += ms;
  };
  return { clock, time, pass };
}

test("a machine's clock that is right is taken as it is, to the millisecond", () => {
  const { clock, pass } = scene(NOON + 250);
  clock.heard("Thu, 01 Jan 2026 12:00:00 GMT");
  expect(clock.now()).toBe(NOON + 250);
  pass(1_900);
  clock.heard("Thu, 01 Jan 2026 12:00:01 GMT");
  expect(clock.now()).toBe(NOON + 2_150);
});

test("a machine's clock that is set while the process runs changes nothing", () => {
  const { clock, time, pass } = scene(NOON);
  time.wall += HOUR;
  expect(clock.now()).toBe(NOON);
  pass(1_000);
  expect(clock.now()).toBe(NOON + 1_000);
});

test("a machine's clock that was wrong from the start is set right by the first answer", () => {
  const { clock, pass } = scene(NOON - 3 * HOUR);
  clock.heard("Thu, 01 Jan 2026 12:00:00 GMT");
  expect(clock.now()).toBe(NOON + 500);
  pass(10_000);
  expect(clock.now()).toBe(NOON + 10_500);
});

test.each([undefined, "", "yesterday"])("an answer whose Date is %j tells nothing", (date) => {
  const { clock } = scene(NOON);
  clock.heard(date);
  expect(clock.now()).toBe(NOON);
});

test("after the first answer it takes several that agree, one after another", () => {
  const { clock } = scene(NOON);
  const [right, ahead] = ["Thu, 01 Jan 2026 12:00:00 GMT", "Thu, 01 Jan 2026 13:00:00 GMT"];
  for (const date of [right, ahead, ahead, right, ahead, ahead]) clock.heard(date);
  expect(clock.now()).toBe(NOON);
  clock.heard(ahead);
  expect(clock.now()).toBe(NOON + HOUR + 500);
});

test("who waits for a time of day is told when it was set, and at no other answer", () => {
  const { clock, time, pass } = scene(NOON);
  clock.heard("Thu, 01 Jan 2026 12:00:00 GMT");
  expect(time.set).toBe(0);
  pass(1_000);
  for (const answer of [1, 2]) {
    clock.heard("Thu, 01 Jan 2026 20:00:01 GMT");
    expect([answer, time.set]).toEqual([answer, 0]);
  }
  clock.heard("Thu, 01 Jan 2026 20:00:01 GMT");
  expect(time.set).toBe(1);
});
