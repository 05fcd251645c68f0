import { BASELINE } from "../baseline.ts";
import { celText } from "../text/sentence.ts";
import { amount } from "./amount.ts";

export const KINDS = ["requests", "limits"] as const;
export type Kind = (typeof KINDS)[number];

/** Resources of which a container without a limit, or with one of 0, may take all that the node has. */
export const UNLIMITED: readonly string[] = ["cpu", "memory", "ephemeral-storage"];

/** CEL: whether a name is one of them. */
export const celIsUnlimited = (name: string): string => `${name} in [${UNLIMITED.map(celText).join(", ")}]`;

/** One bound of the baseline that is built in, by name of the resource. */
export function baselineAmounts(kind: Kind, bound: "default" | "max"): Record<string, number> {
  const all = Object.entries(BASELINE.rules.resources?.[kind] ?? {});
  return Object.fromEntries(
    all.flatMap(([name, { [bound]: value }]) => (value === undefined ? [] : [[name, amount(value)]])),
  );
}

/** CEL variable with the bounds of a policy's rule `resources`, which may be none. */
export const celBounds = (kind: Kind): string => `variables.${kind}Bounds`;

/** A map of numbers as a CEL literal. CEL takes a number without a point for an int. */
export function celNumbers(numbers: Record<string, number>): string {
  const entries = Object.entries(numbers).map(([name, value]) => `${celText(name)}: double(${value})`);
  return `{${entries.join(", ")}}`;
}
