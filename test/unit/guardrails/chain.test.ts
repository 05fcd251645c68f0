import { describe, expect, test } from "vitest";
import type { BatchTaskSpec } from "../../../src/api/batchtask.ts";
import { guard, guardrailsOf, isRefused } from "../../../src/guardrails/guard.ts";
import { inNamespace } from "../../../src/guardrails/inherited.ts";
import { RULES } from "../../../src/guardrails/chain.ts";
import { CASES, titleOf } from "../../support/guardrails/cases.ts";
import { SCHEDULES } from "../../support/guardrails/schedules.ts";
import { appliedOf, MODES, playable, policyFor, wordsFor } from "../../support/guardrails/modes.ts";
import { spec } from "../support/task.ts";

describe.each(MODES)("%s", (mode) => {
  const lines = [...CASES, ...SCHEDULES]
    .filter((line) => playable(line, mode))
    .map((line) => [titleOf(line), line] as const);

  test.each(lines)("%s", (_, line) => {
    const policy = policyFor(line, mode, "p");
    const asked = spec(line.spec);
    const labels = { "kubernetes.io/metadata.name": "p" };
    const here = inNamespace(policy, labels);
    const objections = RULES.flatMap((rule) => rule.objections?.(asked, here) ?? []);
    expect(objections.map(({ message }) => message)).toEqual(wordsFor(line, mode, "p"));
    const guarded = guard(asked, guardrailsOf([policy], labels));
    const refused = mode === "Reject" && line.reject.length > 0;
    expect(isRefused(guarded)).toBe(refused);
    if (mode === "Warn") {
      const { adjustments, ...rest } = guard(asked, guardrailsOf([]));
      expect(guarded.spec).toEqual(rest.spec);
      expect(guarded.adjustments.filter(({ mode }) => mode !== "Warn")).toEqual(adjustments);
      expect(guarded.violations.map(({ message, mode }) => [message, mode])).toEqual(
        wordsFor(line, mode, "p").map((message) => [message, "Warn"]),
      );
      return;
    }
    expect(guarded.violations.map(({ message }) => message)).toEqual(
      mode === "Reject" ? wordsFor(line, mode, "p") : [],
    );
    if (!refused) expect(completed(guarded.spec)).toMatchObject(appliedOf(line, "p"));
  });
});

test("every rule has its lines in the table", () => {
  const covered = new Set([...CASES, ...SCHEDULES].map(({ rule }) => rule));
  const others = ["parallelismWithinCompletions", "maxActivePerNamespace", "maxActivePerLabel", "freezes"];
  for (const { name } of RULES) if (!others.includes(name)) expect(covered, name).toContain(name);
});

/** As the API server completes a Job: its defaults, and quantities in their canonical form. */
function completed(spec: BatchTaskSpec): unknown {
  const single = spec.parallelism === undefined && spec.completions === undefined;
  const whole = { parallelism: 1, ...(single && { completions: 1 }), ...spec };
  return JSON.parse(JSON.stringify(whole), (key, value: unknown) => {
    if (key !== "cpu" && key !== "example.com/gpu") return value;
    return value === 2 || value === "2000m" ? "2" : value;
  });
}
