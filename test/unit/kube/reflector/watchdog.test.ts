import { expect, test } from "vitest";
import { TransportError } from "../../../../src/kube/errors.ts";
import { createWatchdog } from "../../../../src/kube/reflector/watchdog.ts";
import { manualClock } from "../support/manual-clock.ts";

test("barks after the limit without a sign of life, and not before", async () => {
  const clock = manualClock();
  const dog = createWatchdog(70_000, clock, new AbortController().signal);
  await clock.advance(60_000);
  dog.touch();
  await clock.advance(69_999);
  expect(dog.signal.aborted).toBe(false);
  await clock.advance(1);
  expect(dog.signal.reason).toMatchObject({ code: "WATCH_SILENT", message: "the watch was silent for 70 s" });
});

test("doesn't bark once stopped", async () => {
  const clock = manualClock();
  const dog = createWatchdog(70_000, clock, new AbortController().signal);
  dog.stop();
  await clock.advance(1_000_000);
  expect(dog.signal.reason).not.toBeInstanceOf(TransportError);
});

test("passes its parent's abort on", () => {
  const parent = new AbortController();
  const dog = createWatchdog(70_000, manualClock(), parent.signal);
  const reason = new Error("stop");
  parent.abort(reason);
  expect(dog.signal.reason).toBe(reason);
});
