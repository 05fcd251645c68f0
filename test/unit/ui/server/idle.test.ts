import { expect, test } from "vitest";
import { manualClock } from "../../kube/support/manual-clock.ts";
import { awaitIdle } from "../../../../src/ui/server/idle.ts";

const HOUR_MS = 3_600_000;

function idleness() {
  const clock = manualClock();
  const stop = new AbortController();
  const seen = { readers: 0, touched: 0, isOver: false };
  const touch = () => (seen.touched = clock.monotonic());
  const options = { clock, idleMs: HOUR_MS, readers: () => seen.readers, touched: () => seen.touched, touch };
  void awaitIdle(options, stop.signal).then(() => (seen.isOver = true));
  return { clock, stop, seen, touch };
}

test("it ends after an hour without a reader, and not before", async () => {
  const { clock, seen } = idleness();
  await clock.advance(HOUR_MS - 1);
  expect(seen.isOver).toBe(false);
  await clock.advance(1);
  expect(seen.isOver).toBe(true);
});

test("a request begins the hour anew, and a reader keeps it from beginning", async () => {
  const { clock, seen, touch } = idleness();
  await clock.advance(HOUR_MS / 2);
  touch();
  await clock.advance(HOUR_MS / 2);
  seen.readers = 1;
  await clock.advance(5 * HOUR_MS);
  expect(seen.isOver).toBe(false);
  seen.readers = 0;
  await clock.advance(HOUR_MS);
  expect(seen.isOver).toBe(true);
});

test("one that is closed does not end by itself", async () => {
  const { clock, stop, seen } = idleness();
  stop.abort(new Error("closed"));
  await clock.advance(2 * HOUR_MS);
  expect(seen.isOver).toBe(false);
});
