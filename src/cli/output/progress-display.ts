import type { Context } from "../context.ts";
import { type Screen, screenOn } from "./screen.ts";
import { shorten } from "./table.ts";

/** One thing that is waited for. */
export interface ProgressLine {
  key: string;
  text: string;
  /** What changes by itself, such as how long it has taken: shown on a terminal alone. */
  live?: string;
}

/** Tells on stderr what is waited for. */
export interface ProgressDisplay {
  show(lines: readonly ProgressLine[]): void;
  /** Takes what a terminal shows away; what was told elsewhere stays. */
  end(): void;
}

/**
 * A terminal shows the present state in place; anywhere else, and where others write to the terminal
 * meanwhile, each change is a line of its own.
 */
export function createProgressDisplay(
  { stderr }: Pick<Context, "stderr">,
  { inPlace = true, quiet = false }: { inPlace?: boolean; quiet?: boolean } = {},
): ProgressDisplay {
  if (quiet) return { show: () => undefined, end: () => undefined };
  const screen = inPlace ? screenOn(stderr) : undefined;
  return screen ? drawn(screen, stderr.columns ?? 80) : told((text) => stderr.write(text));
}

function drawn(screen: Screen, width: number): ProgressDisplay {
  return {
    show: (lines) =>
      screen.draw(
        lines
          .map(({ text, live = "" }) => `${shorten([text, live].filter(Boolean).join("  "), width - 1)}\n`)
          .join(""),
      ),
    end: () => screen.draw(""),
  };
}

function told(write: (text: string) => void): ProgressDisplay {
  const last = new Map<string, string>();
  return {
    show(lines) {
      for (const { key, text } of lines) {
        if (last.get(key) !== text) write(`${text}\n`);
        last.set(key, text);
      }
    },
    end: () => undefined,
  };
}
