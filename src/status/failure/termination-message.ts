import { LONGEST_TERMINATION_MESSAGE } from "../../api/failure.ts";
import { harmless } from "../harmless.ts";

/** What a container wrote to its termination log, or, with FallbackToLogsOnError, the end of its log: its author's consent. */
export function terminationMessage(message: string | undefined): string | undefined {
  const text = harmless(message ?? "").trim();
  return text === "" ? undefined : cut(text);
}

/** At most 4 KiB of UTF-8, never within a character. */
export function cut(text: string): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= LONGEST_TERMINATION_MESSAGE) return text;
  const kept = new TextDecoder().decode(bytes.subarray(0, LONGEST_TERMINATION_MESSAGE - 3));
  return `${kept.replace(/\uFFFD+$/, "")}…`;
}
