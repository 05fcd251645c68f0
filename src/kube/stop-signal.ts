/** Under `npm run`, one Ctrl-C comes twice: from the terminal, and handed on by npm. They are milliseconds apart. */
export const SAME_MS = 500;

/** What of `process` is used. */
export interface SignalSource {
  on(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  removeAllListeners(signal: NodeJS.Signals): unknown;
  kill(pid: number, signal: NodeJS.Signals): unknown;
  readonly pid: number;
}

/**
 * Aborts at the first of the signals. A later one ends the process at once, as it would without a listener: whoever
 * asks again doesn't want to wait.
 *
 * @param monotonic milliseconds that never jump
 */
export function stopSignal(
  source: SignalSource,
  signals: readonly NodeJS.Signals[],
  monotonic: () => number,
): AbortSignal {
  const stop = new AbortController();
  let firstMs: number | undefined;
  function onSignal(signal: NodeJS.Signals): void {
    firstMs ??= monotonic();
    stop.abort();
    if (monotonic() - firstMs < SAME_MS) return;
    for (const each of signals) source.removeAllListeners(each);
    source.kill(source.pid, signal);
  }
  for (const signal of signals) source.on(signal, onSignal);
  return stop.signal;
}
