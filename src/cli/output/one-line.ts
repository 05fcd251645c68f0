import { harmless } from "../../status/harmless.ts";

/**
 * A text of unknown origin as one line that a terminal may show: line breaks, with the space around them, and tabs
 * become a space.
 */
export function oneLine(text: string): string {
  return harmless(text)
    .replaceAll(/\s*\n\s*|\t/g, " ")
    .trimEnd();
}
