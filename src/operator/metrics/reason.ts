import { REASONS } from "../../api/reasons.ts";

/** What the page says of a label `reason`. */
export const reasonValues = "a reason of the [table of reasons](reasons.md), else `Other`";

/**
 * A reason as a label. Of those that are not in our own table the number is not bounded: events and pod conditions
 * are written by others, and who may write them must not be able to fill the scraper's memory.
 */
export function reasonLabel(reason: string | undefined): string {
  return reason !== undefined && Object.hasOwn(REASONS, reason) ? reason : "Other";
}
