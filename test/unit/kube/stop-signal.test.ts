import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { SAME_MS, stopSignal } from "../../../src/kube/stop-signal.ts";

function scene() {
  let now = 3_000;
  const killed: [number, string, number][] = [];
  const source = Object.assign(new EventEmitter(), {
    pid: 7,
    kill: (pid: number, signal: string) => killed.push([pid, signal, source.listenerCount(signal)]),
  });
  const signal = stopSignal(source, ["SIGTERM", "SIGINT"], () => now);
  return { source, signal, killed, sleep: (ms: number) => (now += ms) };
}

test("one Ctrl-C that comes twice stops in order", () => {
  const { source, signal, killed, sleep } = scene();
  expect(signal.aborted).toBe(false);
  source.emit("SIGINT", "SIGINT");
  expect(signal.aborted).toBe(true);
  sleep(SAME_MS - 1);
  source.emit("SIGINT", "SIGINT");
  expect(killed).toEqual([]);
});

test("who asks again does not want to wait: the process ends as it would without a listener", () => {
  const { source, killed, sleep } = scene();
  source.emit("SIGINT", "SIGINT");
  sleep(SAME_MS);
  source.emit("SIGTERM", "SIGTERM");
  expect(killed).toEqual([[7, "SIGTERM", 0]]);
});
