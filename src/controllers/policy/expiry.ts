import { ENDING_MS, type Exemption } from "../../api/policy/exemptions.ts";
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
    message: `${said.join("; ")}: ${fix}`.slice(0, 4000),
  };
}

function whom({ namespace, name, matchLabels, rules }: Exemption): string {
  const labels = Object.entries(matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const tasks = [name ?? "*", ...labels].join(", ");
  return `the exemption of ${namespace}/${tasks} from ${rules.join(", ")}`;
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
