import { LONGEST_MESSAGE, LONGEST_REASON } from "../api/condition.ts";
import { defined } from "../api/defined.ts";
import type { BatchTaskStatus } from "../api/status.ts";

const MARK = "… (cut)";

/** A status that the API server takes, however long what others say in it: a message or reason that is too long ends in a mark. */
export function truncated(status: BatchTaskStatus): BatchTaskStatus {
  const conditions = status.conditions?.map(fit);
  const failure = status.failure && fit(status.failure);
  return { ...status, ...defined({ conditions, failure }) };
}

/** Of a reason that somebody left empty, in an event or a pod's status. */
const UNNAMED = "Unknown";

function fit<T extends { reason: string; message: string }>(one: T): T {
  const { reason, message } = one;
  if (reason !== "" && reason.length <= LONGEST_REASON && message.length <= LONGEST_MESSAGE) return one;
  return {
    ...one,
    reason: cutTo(LONGEST_REASON, reason || UNNAMED),
    message: cutTo(LONGEST_MESSAGE, message),
  };
}

function cutTo(longest: number, text: string): string {
  if (text.length <= longest) return text;
  // Never half of a character that takes two of UTF-16's.
  return `${text.slice(0, longest - MARK.length).replace(/[\uD800-\uDBFF]$/, "")}${MARK}`;
}
