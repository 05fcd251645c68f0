import { createFreezes } from "../../guardrails/freezes/freezes.ts";
import { problemOfFreeze, readFreeze } from "../../guardrails/freezes/read.ts";
import { freezeState, nextFreeze } from "../../guardrails/freezes/state.ts";
import type { Guardrails } from "../../guardrails/guard.ts";
import type { Merged } from "../../guardrails/merge/merged.ts";
import { metaTime } from "../../kube/time.ts";
import type { Held } from "./row.ts";

/** The freezes that policies have, each with its end where it is on, and its next beginning. Pure. */
export function heldFreezes({ freezes }: Pick<Merged, "freezes">, mode: Held["mode"], now: number): Held[] {
  return freezes.map((freeze) => {
    const { schedule, timeZone = "Etc/UTC", durationSeconds } = freeze.value;
    const value = `${schedule} (${timeZone}) for ${durationSeconds} s`;
    const found = { rule: "freezes", bound: "schedule", value, policy: freeze.policy, mode } as const;
    if (problemOfFreeze(freeze.value) !== undefined)
      return { ...found, value: `can't be read: ${value}`, otherwise: "" };
    const windows = [readFreeze(freeze)];
    const { frozen } = freezeState(windows, now);
    const next = nextFreeze(windows, frozen?.until ?? now);
    return {
      ...found,
      otherwise: "Queue",
      ...(frozen && { until: metaTime(frozen.until) }),
      ...(next !== undefined && { next: metaTime(next) }),
    };
  });
}

/** Whether a freeze is on in a namespace, until when, and when the next one begins, in a line; nothing where there is none. Pure. */
export function freezeLine({ merged }: Pick<Guardrails, "merged">, now: number): string | undefined {
  if (merged.freezes.length === 0) return undefined;
  const { frozen, changesAt } = createFreezes().at(merged, now);
  if (!frozen)
    return changesAt === undefined
      ? "No freeze is on, and none is in sight"
      : `No freeze is on; the next one begins at ${metaTime(changesAt)}`;
  const { policy, reason, until, isAtLeast } = frozen;
  const why = reason === undefined ? "" : ` (${reason})`;
  const nexts = heldFreezes(merged, "Enforce", until).flatMap(({ next }) => next ?? []);
  const then = nexts.length === 0 ? "" : `; the next freeze begins at ${nexts.toSorted()[0]}`;
  return `Frozen ${isAtLeast ? "at least until" : "until"} ${metaTime(until)} by policy ${policy}${why}: no run starts${then}`;
}
