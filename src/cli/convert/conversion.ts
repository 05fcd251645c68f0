import type { Position } from "../input/position.ts";
import type { Refusal } from "./refusal.ts";

/** What became of one Job or CronJob. */
export interface Conversion extends Position {
  file: string;
  /** Kind/name of what was there. */
  object: string;
  /** What is otherwise with the BatchTask. */
  losses: string[];
  /** Why it was left as it is, each at its place; empty: it was converted. */
  refusals: (Refusal & Position)[];
}
