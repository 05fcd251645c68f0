import { concernsNamespace, whomOf } from "../../guardrails/exempt/exempt.ts";
import type { Policy } from "../../guardrails/rule.ts";
import type { Held } from "./row.ts";

/** Where and when exemptions are looked for: `now` in milliseconds since the epoch. */
export interface Place {
  namespace: string;
  now: number;
}

/** Who in a namespace is exempt from rules of a policy, and until when; what has ended is not told. Pure. */
export function exemptIn({ name: policy, mode, exemptions = [] }: Policy, { namespace, now }: Place): Held[] {
  return exemptions
    .filter((one) => concernsNamespace(one, namespace) && Date.parse(one.until) > now)
    .map((one) => {
      const { rules, reason, until } = one;
      const whom = whomOf(one).join(", ") || "all tasks";
      return {
        rule: "exemptions",
        bound: `until ${until}`,
        value: `${whom}: ${rules.join(", ")} (${reason})`,
        policy,
        otherwise: "",
        mode,
      };
    });
}
