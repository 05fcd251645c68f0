import type { BatchTask } from "../../api/batchtask.ts";
import type { Context } from "../context.ts";
import { timedOut } from "../wait/timed-out.ts";

export interface Deadline {
  /** Milliseconds; 0: for ever. */
  timeoutMs: number;
  /** The tasks that are still waited for. */
  open: () => readonly BatchTask[];
}

/**
 * Ends the work at the timeout, as if it had been interrupted. What the work has begun ends with it, however it ends.
 * @throws CliError past the timeout
 */
export async function withDeadline<T>(
  context: Context,
  { timeoutMs, open }: Deadline,
  work: (context: Context) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const done = new AbortController();
  if (timeoutMs > 0)
    context.clock.sleep(timeoutMs, done.signal).then(
      () => late.abort(timedOut(open(), timeoutMs)),
      () => undefined,
    );
  try {
    return await work({ ...context, signal: AbortSignal.any([context.signal, late.signal]) });
  } finally {
    done.abort();
    late.abort();
  }
}
