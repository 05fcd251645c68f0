import type { Condition } from "./condition.ts";

/** The condition Ready, which carries the whole story; undefined where nobody has written a status yet. */
export function readyOf(
  status: { conditions?: readonly Condition[] | undefined } | undefined,
): Condition | undefined {
  return status?.conditions?.find(({ type }) => type === "Ready");
}
