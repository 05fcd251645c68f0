import type { End } from "./ends.ts";

type Terminated = Pick<End["terminated"], "exitCode" | "reason" | "signal">;

/** Linux has 31 signals that a process dies by (signal(7)); a shell and the container runtimes give 128 more as exit code. */
const SIGNALS = { base: 128, last: 31 };
const SIGKILL = 137;
const SIGTERM = 143;

/** The signal that a container died by, as far as its exit code tells: 255 and the like are none. */
export function signalOf({ signal, exitCode }: Terminated): number | undefined {
  if (signal !== undefined && signal > 0) return signal;
  const number = exitCode - SIGNALS.base;
  return number >= 1 && number <= SIGNALS.last ? number : undefined;
}

/** As a container ends that is told to stop: by SIGTERM, or by SIGKILL after that. */
export const isStop = (exitCode: number): boolean => exitCode === SIGKILL || exitCode === SIGTERM;

/** Whether it may have been killed for a reason that only events tell: one that Kubernetes names, such as OOMKilled, needs none. */
export function mayBeKilled({ exitCode, reason = "Error" }: Terminated): boolean {
  return reason === "Error" && isStop(exitCode);
}
