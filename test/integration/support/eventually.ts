import { setTimeout } from "node:timers/promises";

/** Reads until the value is as wanted, at most 30 s; then fails with the last value. */
export async function eventually<T>(
  read: () => Promise<T>,
  wanted: (value: T) => boolean,
  timeoutMs = 30_000,
): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const value = await read();
    if (wanted(value)) return value;
    if (performance.now() > end)
      throw new Error(`Not as wanted after ${timeoutMs} ms: ${JSON.stringify(value, undefined, 1)}`);
    await setTimeout(50);
  }
}
