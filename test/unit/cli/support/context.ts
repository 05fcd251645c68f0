import { manualClock } from "../../kube/support/manual-clock.ts";
import type { Context, Output } from "../../../../src/cli/context.ts";

interface Given {
  /** Width of a terminal; undefined: no terminal. */
  columns?: number;
  colour?: boolean;
}

/** A context with a clock that stands still, and what is written to it. */
export function contextOf({ columns, colour = true }: Given = {}) {
  const parts = { stdout: "", stderr: "" };
  const outputTo = (name: keyof typeof parts): Output => ({
    write: (text) => void (parts[name] += text),
    isTerminal: columns !== undefined,
    columns,
  });
  const clock = manualClock();
  const stop = new AbortController();
  const context: Context = {
    stdout: outputTo("stdout"),
    stderr: outputTo("stderr"),
    stdin: async () => new Uint8Array(),
    variables: { kubeconfig: undefined, home: undefined, serviceHost: undefined, servicePort: undefined },
    folder: process.cwd(),
    colour,
    clock,
    timeZone: "Europe/Berlin",
    random: () => 0.5,
    newId: () => "00000000-0000-4000-8000-000000000001",
    signal: stop.signal,
    exit: () => undefined,
  };
  return { context, clock, stop, stdout: () => parts.stdout, stderr: () => parts.stderr };
}
