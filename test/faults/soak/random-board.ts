import type { Board } from "../plan/board.ts";
import type { Action, Point } from "../plan/schema.ts";
import { type Call, isWrite } from "../proxy/call.ts";

/** Share of the calls that something happens to. */
const SHARE = 0.02;

const EITHER: readonly Action[] = [
  { answer: { status: 500 } },
  { answer: { status: 503 } },
  { answer: { status: 504 } },
  { reset: true },
];
const BEFORE: readonly Action[] = [
  ...EITHER,
  { answer: { status: 409 } },
  { answer: { status: 429, retryAfter: 1 } },
  { delayMs: 1_000 },
];

/** Faults by chance, for each call and each time anew. */
export function createRandomBoard(random: () => number): Board & { readonly strikes: () => number } {
  let strikes = 0;

  function draw(actions: readonly Action[]): Action[] {
    const action = actions[Math.floor(random() * actions.length)];
    if (!action || random() >= SHARE) return [];
    strikes += 1;
    return [action];
  }

  return {
    strikes: () => strikes,
    atCall(call: Call, point: Point) {
      if (point === "before") return draw(BEFORE);
      return point === "committed" && isWrite(call) ? draw(EITHER) : [];
    },
    atStep: () => [],
    idle: () => [],
    lastStrike: () => undefined,
  };
}

/** What happens to the watches now and then. */
export const WATCH_FAULTS: readonly (readonly Action[])[] = [
  [{ cut: ["batchtasks", "jobs"] }],
  [{ expire: { resources: ["batchtasks", "jobs"], form: "http" } }],
  [{ expire: { resources: ["batchtasks", "jobs"], form: "stream" } }],
  [{ duplicate: ["batchtasks", "jobs"] }],
  [{ sever: ["batchtasks", "jobs"] }, { delayMs: 2_000 }, { mend: ["batchtasks", "jobs"] }],
  [{ freeze: ["jobs"] }, { delayMs: 3_000 }, { thaw: ["jobs"] }],
  [{ freeze: ["batchtasks"] }, { delayMs: 3_000 }, { thaw: ["batchtasks"] }],
];
