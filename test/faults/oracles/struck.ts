import { describeFault } from "../plan/board.ts";
import type { Evidence } from "../run/evidence.ts";

/** Every fault has struck: a plan whose occasion no longer comes tries nothing. */
export function struck({ idle }: Evidence): string[] {
  return idle.map((fault) => `did not strike: ${describeFault(fault)}`);
}
