import { systemClock } from "../../../../src/kube/clock.ts";
import type { Output, Variables } from "../../../../src/cli/context.ts";
import { runProgram } from "../../../../src/cli/program.ts";

export interface World {
  stdin?: string | Uint8Array;
  /** Width of a terminal; undefined: no terminal. */
  columns?: number;
  colour?: boolean;
  folder?: string;
  kubeconfig?: string;
  /** The variables that a pod gets, and those that name proxies. */
  variables?: Partial<Variables>;
  /** The wall clock stands still at this time, in milliseconds since the epoch. */
  now?: number;
  /** Told of all that is written, as it is written. */
  onText?: (text: string) => void;
  /** Ends the command as Ctrl-C does. */
  signal?: AbortSignal;
}

export interface Ended {
  stdout: string;
  stderr: string;
  exitCode: number;
}

/** Runs one command line in this process, with a world of its own. */
export async function runCli(args: readonly string[], world: World = {}): Promise<Ended> {
  const { now } = world;
  const stdout = collector(world);
  const stderr = collector(world);
  const exitCode = await runProgram(
    {
      stdout,
      stderr,
      stdin: async () => Buffer.from(world.stdin ?? ""),
      variables: {
        kubeconfig: world.kubeconfig,
        home: undefined,
        serviceHost: undefined,
        servicePort: undefined,
        ...world.variables,
      },
      folder: world.folder ?? process.cwd(),
      colour: world.colour ?? true,
      clock: now === undefined ? systemClock : { ...systemClock, now: () => now },
      timeZone: "Europe/Berlin",
      random: () => 0.5,
      newId: () => "00000000-0000-4000-8000-000000000001",
      signal: world.signal ?? AbortSignal.timeout(60_000),
      exit: () => undefined,
    },
    args,
  );
  return { stdout: stdout.text(), stderr: stderr.text(), exitCode };
}

/** All that one run shows, for a golden file. */
export function transcript(args: readonly string[], { stdout, stderr, exitCode }: Ended): string {
  const parts = [`$ kubectl batchtask ${args.join(" ")}\n`, stdout];
  if (stderr !== "") parts.push(`--- stderr\n${stderr}`);
  return [...parts, `--- exit code ${exitCode}\n`].join("");
}

function collector({ columns, onText }: World): Output & { text(): string } {
  const parts: string[] = [];
  return {
    write: (text) => {
      parts.push(text);
      onText?.(text);
    },
    isTerminal: columns !== undefined,
    columns,
    text: () => parts.join(""),
  };
}
