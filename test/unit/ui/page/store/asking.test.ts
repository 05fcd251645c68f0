import { expect, onTestFinished, test, vi } from "vitest";
import { asking, PAUSE_MS } from "../../../../../src/ui/page/store/asking.ts";

function slow(ms: number) {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  let asked = 0;
  const told: unknown[] = [];
  const ask = async (signal: AbortSignal): Promise<number> => {
    const number = (asked += 1);
    await new Promise((resolve) => setTimeout(resolve, ms));
    signal.throwIfAborted();
    if (number === 2) throw new Error("second");
    return number;
  };
  const tell = (settled: PromiseSettledResult<number>) =>
    told.push(settled.status === "fulfilled" ? settled.value : String(settled.reason));
  return { told, asked: () => asked, ...asking(ask, tell) };
}

test("what changes faster than it is answered is told as answers come, and asked for once at a time", async () => {
  const { told, asked, again, end } = slow(700);
  for (let change = 0; change < 20; change += 1) {
    again();
    await vi.advanceTimersByTimeAsync(300);
  }
  expect(told).toEqual([1, "Error: second", 3, 4, 5]);
  // The sixth one is under way.
  expect(asked()).toBe(6);
  end();
});

test("what has changed while it was asked for is asked for once more, and then no longer", async () => {
  const { told, again, asked, end } = slow(100);
  again();
  again();
  again();
  await vi.advanceTimersByTimeAsync(10 * (100 + PAUSE_MS));
  expect([told, asked()]).toEqual([[1, "Error: second"], 2]);
  again();
  await vi.advanceTimersByTimeAsync(100);
  expect(told.at(-1)).toBe(3);
  end();
});

test("nothing is told after its end", async () => {
  const { told, again, end } = slow(100);
  again();
  end();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual([]);
});
