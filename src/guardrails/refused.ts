import type { Adjustment, Violation } from "../api/status.ts";

type Ruling = Pick<Adjustment & Violation, "policy" | "field" | "mode">;

const place = ({ policy, field, mode }: Ruling): string => [policy, field, mode].join("\0");

/** A value that a policy refuses is listed with what a clamp would have made of it: without those. Pure. */
export function unrefused(
  adjustments: readonly Adjustment[] = [],
  violations: readonly Violation[] = [],
): Adjustment[] {
  const refused = new Set(violations.map(place));
  return adjustments.filter((one) => !refused.has(place(one)));
}
