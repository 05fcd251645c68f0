import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../../../src/kube/clock.ts";

/** Time that passes only when a test says so. */
export interface ManualClock extends Clock {
  /** Lets `ms` pass: sleeps that end within are resolved in their order, and what they lead to runs. */
  advance(ms: number): Promise<void>;
  /** The length of each sleep that was asked for. */
  readonly sleeps: number[];
}

/** Lets what is resolved run on. A timer begins a turn of the event loop of its own. */
async function settle(): Promise<void> {
  await setImmediate();
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

export function manualClock(startWallMs = Date.UTC(2026, 0, 1)): ManualClock {
  let time = 0;
  const sleepers = new Set<{ at: number; wake: () => void }>();
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => startWallMs + time,
    monotonic: () => time,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      sleeps.push(ms);
      const end = Promise.withResolvers<void>();
      const sleeper = { at: time + ms, wake: end.resolve };
      sleepers.add(sleeper);
      const abort = (): void => end.reject(signal?.reason);
      signal?.addEventListener("abort", abort, { once: true });
      await end.promise.finally(() => sleepers.delete(sleeper));
    },
    async advance(ms) {
      const end = time + ms;
      await settle();
      for (;;) {
        const next = [...sleepers].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
        if (!next) break;
        time = Math.max(time, next.at);
        sleepers.delete(next);
        next.wake();
        await settle();
      }
      time = end;
      await settle();
    },
  };
}

/** Sleeps are recorded, and over at once. */
export function hastyClock(): Clock & { readonly sleeps: number[] } {
  const sleeps: number[] = [];
  let time = 0;
  return {
    sleeps,
    now: () => time,
    monotonic: () => time,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      sleeps.push(ms);
      time += ms;
    },
  };
}
