import type { PolicyRules } from "../../api/policy/rules.ts";
import { amount, celAmount } from "./amount.ts";
import { baselineAmounts, celBounds, celIsUnlimited, celNumbers, type Kind, UNLIMITED } from "./kinds.ts";

/** What is counted for a container that asks for nothing of a resource. */
export interface Fill {
  name: string;
  amount: number;
}

type Bounds = NonNullable<NonNullable<PolicyRules["resources"]>[Kind]>[string];

/** What one policy fills in, over the baseline that is built in; no more than the policy's own max. */
export function fillsOf(kind: Kind, { resources }: PolicyRules): Fill[] {
  const baseline = baselineAmounts(kind, "default");
  const own = Object.entries(resources?.[kind] ?? {})
    .filter(([name, bounds]) => isFilled(kind, name, bounds))
    .map(([name, { default: wanted, max }]): Fill => {
      const most = max === undefined ? Infinity : amount(max);
      const given = wanted === undefined ? (baseline[name] ?? most) : amount(wanted);
      return { name, amount: Math.min(given, most) };
    });
  const others = Object.entries(baseline).filter(([name]) => !own.some((fill) => fill.name === name));
  return [...own, ...others.map(([name, value]) => ({ name, amount: value }))];
}

/** A container without a limit gets the max of what it could else take without end. */
function isFilled(kind: Kind, name: string, { default: wanted, max }: Bounds): boolean {
  return wanted !== undefined || (kind === "limits" && max !== undefined && UNLIMITED.includes(name));
}

/** The same in CEL: a list of maps with name and amount. */
export function celFills(kind: Kind): string {
  const one = `${celBounds(kind)}[name]`;
  const unlimited = `has(${one}.max) && ${celIsUnlimited("name")}`;
  const filled = kind === "limits" ? `(has(${one}.default) || (${unlimited}))` : `has(${one}.default)`;
  const baseline = celNumbers(baselineAmounts(kind, "default"));
  const max = celAmount(`${one}.max`);
  const given = `(has(${one}.default) ? ${celAmount(`${one}.default`)} : name in ${baseline} ? ${baseline}[name] : ${max})`;
  const least = `(has(${one}.max) && ${max} < ${given} ? ${max} : ${given})`;
  const own = `${celBounds(kind)}.filter(name, ${filled})`;
  const others = `${baseline}.filter(other, !${celBounds(kind)}.exists(name, name == other && ${filled}))`;
  return [
    `${own}.map(name, {'name': dyn(name), 'amount': dyn(${least})})`,
    `${others}.map(other, {'name': dyn(other), 'amount': dyn(${baseline}[other])})`,
  ].join(" + ");
}
