import type { BatchTaskStatus } from "../api/status.ts";
import { unrefused } from "./refused.ts";

/** What a policy made of one value of a task, as the task's status tells it. */
export interface Ruling {
  policy: string;
  rule: string;
  /** Path of the field under spec. */
  field: string;
  /** Empty where spec has no value. */
  asked: string;
  /** Empty where the value is refused. */
  applied: string;
  isRefused: boolean;
  /** Warn: only reported. */
  mode: "Enforce" | "Warn";
  /** One sentence. */
  message: string;
}

const NONE: readonly Ruling[] = [];

/** What policies refuse of a task, then what they changed; what is filled in where nothing was asked is no change. Pure. */
export function rulingsOf(status: BatchTaskStatus | undefined): readonly Ruling[] {
  const { violations, adjustments } = status ?? {};
  if (!violations && !adjustments) return NONE;
  const refused = (violations ?? []).map(
    ({ asked = "", mode, ...rest }): Ruling => ({
      ...rest,
      asked,
      applied: "",
      isRefused: true,
      mode: mode ?? "Enforce",
    }),
  );
  const changed = unrefused(adjustments, violations).flatMap(
    ({ asked, mode = "Enforce" as const, ...rest }): Ruling[] => {
      if (asked === undefined) return [];
      const becomes = `${rest.applied} ${mode === "Warn" ? "would be applied" : "applied"}`;
      return [
        { ...rest, asked, mode, isRefused: false, message: `${rest.field}: ${asked} asked, ${becomes}` },
      ];
    },
  );
  return [...refused, ...changed];
}
