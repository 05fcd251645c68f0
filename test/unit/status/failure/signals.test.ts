import { expect, test } from "vitest";
import { isStop, mayBeKilled, signalOf } from "../../../../src/status/failure/signals.ts";

test.each([
  [1, undefined],
  [128, undefined],
  [129, 1],
  [137, 9],
  [143, 15],
  [159, 31],
  [160, undefined],
  [200, undefined],
  [255, undefined],
])("exit code %d is signal %s", (exitCode, signal) => {
  expect(signalOf({ exitCode })).toBe(signal);
});

test("a signal that the container runtime tells is that one", () => {
  expect(signalOf({ exitCode: 1, signal: 6 })).toBe(6);
  expect(signalOf({ exitCode: 255, signal: 0 })).toBeUndefined();
});

test("what Kubernetes names needs no event", () => {
  expect(mayBeKilled({ exitCode: 137 })).toBe(true);
  expect(mayBeKilled({ exitCode: 143, reason: "Error" })).toBe(true);
  expect(mayBeKilled({ exitCode: 137, reason: "OOMKilled" })).toBe(false);
  expect(mayBeKilled({ exitCode: 1 })).toBe(false);
});

test("SIGTERM, and SIGKILL after it, are how a container ends that is told to stop", () => {
  expect([137, 143, 1, 128, 255].filter(isStop)).toEqual([137, 143]);
});
