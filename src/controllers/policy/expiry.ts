import { ENDING_MS, type Exemption } from "../../api/policy/exemptions.ts";
import { whomOf } from "../../guardrails/exempt/exempt.ts";
import type { BatchTaskPolicy } from "../../api/policy/policy.ts";

/** What is to be said of exemptions that have ended, or end soon. */
export interface Expiry {
  reason: "ExemptionEnded" | "ExemptionEndsSoon";
  message: string;
}

/**
 * Of a policy's exemptions those whose end has passed, or is near. Pure.
 * @param now milliseconds since the epoch
 */
export function expiryOf({ spec }: Pick<BatchTaskPolicy, "spec">, now: number): Expiry | undefined {
  const near = (spec.exemptions ?? []).filter(({ until }) => Date.parse(until) - now < ENDING_MS);
  if (near.length === 0) return undefined;
  const isOver = ({ until }: Exemption) => Date.parse(until) <= now;
  const said = near.map(
    (one) => `${whom(one)} ${isOver(one) ? "ended" : "ends"} at ${one.until} (${one.reason})`,
  );
  const fix = "remove it, or move its end";
  return {
    reason: near.every(isOver) ? "ExemptionEnded" : "ExemptionEndsSoon",
    message: `${said.join("; ")}: ${fix}`,
  };
}

function whom({ namespace, name = "*", matchLabels, rules }: Exemption): string {
  return `the exemption of ${namespace}/${whomOf({ name, matchLabels }).join(", ")} from ${rules.join(", ")}`;
}

/** How long what is said of these policies' exemptions stays as it is: milliseconds. Pure. */
export function nextExpiryIn(
  policies: readonly Pick<BatchTaskPolicy, "spec">[],
  now: number,
): number | undefined {
  const times = policies
    .flatMap(({ spec }) => spec.exemptions ?? [])
    .flatMap(({ until }) => [Date.parse(until) - ENDING_MS + 1, Date.parse(until)])
    .map((at) => at - now)
    .filter((ms) => ms > 0);
  return times.length === 0 ? undefined : Math.min(...times);
}
