import { LONGEST_MESSAGE } from "../api/condition.ts";
import { defined } from "../api/defined.ts";
import type { BatchTaskStatus } from "../api/status.ts";

const MARK = "… (cut)";

/** A status that the API server takes, however long what others say in it: a message that is too long ends in a mark. */
export function truncated(status: BatchTaskStatus): BatchTaskStatus {
  const conditions = status.conditions?.map(fit);
  const failure = status.failure && fit(status.failure);
  return { ...status, ...defined({ conditions, failure }) };
}

function fit<T extends { message: string }>(one: T): T {
  const { message } = one;
  if (message.length <= LONGEST_MESSAGE) return one;
  // Never half of a character that takes two of UTF-16's.
  const kept = message.slice(0, LONGEST_MESSAGE - MARK.length).replace(/[\uD800-\uDBFF]$/, "");
  return { ...one, message: `${kept}${MARK}` };
}
