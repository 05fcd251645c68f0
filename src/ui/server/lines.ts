import type { LogLine } from "../model/wire.ts";

/** Lines that wait for a reader: so many, and so many characters in all. */
const MOST_LINES = 5_000;
const MOST_CHARACTERS = 8 * 2 ** 20;

/** Lines on their way to a reader who may be slower than they come. */
export interface LineQueue {
  add: (line: LogLine) => void;
  /** Resolves once all lines are on their way, or the reader is gone. */
  drained: () => Promise<void>;
}

/**
 * Sends one line after another. Of more than are kept the oldest are left out, which is said where they were: the end
 * of a log is what is looked for.
 * @param send resolves once there is room for more; rejects as the reader is gone
 */
export function lineQueue(send: (line: LogLine) => Promise<void>): LineQueue {
  let held: LogLine[] = [];
  let characters = 0;
  let leftOut = 0;
  let pump: Promise<void> | undefined;
  let isGone = false;

  async function sendAll(): Promise<void> {
    while (held.length > 0) {
      const lines = held;
      if (leftOut > 0) lines.unshift({ source: "", text: leftOutText(leftOut) });
      [held, characters, leftOut] = [[], 0, 0];
      for (const line of lines) await send(line);
    }
    // Not a moment later: what is added then begins anew.
    pump = undefined;
  }

  return {
    add(line) {
      if (isGone) return;
      held.push(line);
      characters += line.text.length;
      while (held.length > MOST_LINES || (characters > MOST_CHARACTERS && held.length > 1)) {
        characters -= held.shift()?.text.length ?? 0;
        leftOut += 1;
      }
      pump ??= sendAll().catch(() => {
        [isGone, held, pump] = [true, [], undefined];
      });
    },
    async drained() {
      for (let running = pump; running; running = pump) await running;
    },
  };
}

const leftOutText = (lines: number): string =>
  `(${lines === 1 ? "1 line is" : `${lines} lines are`} left out here: they came faster than they could be shown)`;
