import { expect, test } from "vitest";
import { manualClock } from "../../kube/support/manual-clock.ts";
import { createHub } from "../../../../src/ui/server/hub.ts";
import { fakeCluster } from "./support/page-server.ts";

const nobody = { synced: () => undefined, changed: () => undefined, state: () => undefined };

test("a watch that fails is told, and begun again", async () => {
  const clock = manualClock();
  const { port } = fakeCluster();
  let tries = 0;
  const hub = createHub({
    explain: port.explain,
    sleep: (ms, signal) => clock.sleep(ms, signal),
    graceMs: 60_000,
    async follow(listener, signal) {
      tries += 1;
      if (tries === 1) throw new Error("no right");
      await port.follow(listener, signal);
    },
  });
  const states: unknown[] = [];
  let synced = 0;
  hub.join({ ...nobody, state: (state) => states.push(state), synced: () => (synced += 1) });
  await clock.advance(1);
  expect([states, synced]).toEqual([[{ state: "away", message: "Error: no right" }], 0]);
  await clock.advance(5_000);
  expect([tries, synced]).toEqual([2, 1]);
  expect(states.at(-1)).toEqual({ state: "live" });
  await hub.close();
});

test("the watch begins before the first page, and ends where none comes", async () => {
  const clock = manualClock();
  const cluster = fakeCluster();
  const hub = createHub({ ...cluster.port, sleep: (ms, signal) => clock.sleep(ms, signal), graceMs: 60_000 });
  hub.warm();
  await clock.advance(1);
  expect(cluster.watches()).toBe(1);
  await clock.advance(60_000);
  expect(cluster.watches()).toBe(0);
});

test("the watch outlives its last reader by the grace, and one who comes back within it", async () => {
  const clock = manualClock();
  const cluster = fakeCluster();
  const hub = createHub({ ...cluster.port, sleep: (ms, signal) => clock.sleep(ms, signal), graceMs: 60_000 });
  hub.join(nobody)();
  await clock.advance(59_000);
  const leave = hub.join(nobody);
  await clock.advance(120_000);
  expect([cluster.watches(), hub.readers]).toEqual([1, 1]);
  leave();
  await clock.advance(60_000);
  expect([cluster.watches(), hub.readers]).toEqual([0, 0]);
});

test("who leaves after the end holds nothing up", async () => {
  const cluster = fakeCluster();
  const sleeping = new Set<number>();
  const sleep = async (ms: number, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    sleeping.add(ms);
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    sleeping.delete(ms);
    signal.throwIfAborted();
  };
  const hub = createHub({ ...cluster.port, sleep, graceMs: 60_000 });
  const leave = hub.join(nobody);
  await hub.close();
  leave();
  await Promise.resolve();
  expect([...sleeping]).toEqual([]);
});
