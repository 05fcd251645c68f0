import { ENDING_MS } from "../../api/policy/exemptions.ts";
import type { Granted } from "../../api/status.ts";
import { celSentence, sentence } from "../text/sentence.ts";

const ENDING =
  "policy {policy} exempts it from {rules} until {until} only ({reason}): bring it within the policy before";

/** What is said of exemptions that end soon. Pure. `now` is in milliseconds since the epoch. */
export function endingMessages(granted: readonly Granted[], now: number): string[] {
  return granted
    .filter(({ until }) => Date.parse(until) - now < ENDING_MS)
    .map(({ policy, rules, reason, until }) =>
      sentence(ENDING, { policy, rules: rules.join(", "), until, reason }),
    );
}

/** CEL: the same. */
export const CEL_ENDING = `variables.exemptions.filter(e, timestamp(e.until) - variables.now < duration('${ENDING_MS / 1000}s')).map(e, ${celSentence(
  ENDING,
  {
    policy: "variables.policy",
    rules: "e.rules.join(', ')",
    until: "string(e.until)",
    reason: "e.reason",
  },
)})`;
