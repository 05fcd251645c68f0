import { NUMBER_FIELDS } from "../../../src/guardrails/merge/merged.ts";
import type { Policy } from "../../../src/guardrails/rule.ts";
import type { OnViolation } from "../../../src/api/policy/bounds.ts";
import type { PolicyRules } from "../../../src/api/policy/rules.ts";
import type { Case } from "./case.ts";

/** The three ways in which a line of the table is played. */
export const MODES = ["Clamp", "Reject", "Warn"] as const;
export type Mode = (typeof MODES)[number];

/** The policy of a line: bounds that clamp, bounds that reject, or bounds that would reject and only warn. */
export function policyFor({ rules }: Case, mode: Mode, name: string): Policy {
  return {
    name,
    mode: mode === "Warn" ? "Warn" : "Enforce",
    rules: withAction(rules, mode === "Clamp" ? "Clamp" : "Reject"),
  };
}

/** Whether a line can be played: not every rule knows clamping. */
export const playable = (line: Case, mode: Mode): boolean => mode !== "Clamp" || line.clamp !== undefined;

/** What has to be said of it. */
export function wordsFor(line: Case, mode: Mode, policy: string): string[] {
  const words = mode === "Clamp" ? (line.clamp ?? []) : line.reject;
  return words.map((text) => text.replaceAll("POLICY", policy));
}

/** What has to be in force, in a namespace that has the policy's name. */
export function appliedOf({ applied }: Case, policy: string): object {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same object with other texts in it
  return JSON.parse(JSON.stringify(applied).replaceAll("POLICY", policy)) as object;
}

function withAction(rules: PolicyRules, onViolation: OnViolation): PolicyRules {
  const numbers = Object.fromEntries(
    NUMBER_FIELDS.flatMap((field) => (rules[field] ? [[field, { ...rules[field], onViolation }]] : [])),
  );
  const each = (bounds: object | undefined) =>
    bounds &&
    Object.fromEntries(
      Object.entries(bounds).map(([name, one]: [string, object]) => [name, { ...one, onViolation }]),
    );
  const { requests, limits } = rules.resources ?? {};
  return {
    ...rules,
    ...numbers,
    ...(rules.emptyDirs && { emptyDirs: { sizeLimit: { ...rules.emptyDirs.sizeLimit, onViolation } } }),
    ...(rules.resources && {
      resources: { ...(requests && { requests: each(requests) }), ...(limits && { limits: each(limits) }) },
    }),
  };
}

/**
 * In which of its modes a line of a table is played: CI takes one of them, from line to line the next one;
 * `BATCHTASK_TABLES=1` takes all.
 */
export function inTurn<M>(index: number, modes: readonly M[], all: boolean): readonly M[] {
  return all ? modes : modes.filter((_, at) => at === index % modes.length);
}
