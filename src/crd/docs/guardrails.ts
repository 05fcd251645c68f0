import { code, page } from "./markdown.ts";
import { toYamlText } from "../yaml.ts";
import { BASELINE } from "../../guardrails/baseline.ts";
import { FIXED, RULES } from "../../guardrails/chain.ts";
import type { Rule } from "../../guardrails/rule.ts";

/** docs/reference/guardrails.md: every rule in its own words. */
export function guardrailsPage(): string {
  return page(
    "Guardrails",
    `Each rule of a [BatchTaskPolicy](batchtaskpolicy.md), as ${code("spec.rules")} has it, in the order in which they are applied. How to begin: [the guide](../guides/guardrails.md). Why it is so: [the decision](../decisions/0002-policies.md).`,
    `Bounds have ${code("onViolation")}: with ${code("Clamp")} (if absent) the nearest bound is applied and reported, with ${code("Reject")} the task is refused. Several policies that match a namespace hold together: the tightest bound wins.`,
    "## The baseline",
    "What no policy decides, the baseline does. It is this policy, built into the operator:",
    yaml({ mode: BASELINE.mode, rules: BASELINE.rules }),
    ...RULES.flatMap(section),
    "## What always holds",
    ...FIXED.flatMap(section),
  );
}

function section({ name, about, example }: Rule): string[] {
  const list = about.map((line) => `- ${line}`).join("\n");
  return [`## ${name}`, list, ...(example ? [yaml({ rules: example })] : [])];
}

function yaml(value: object): string {
  return `\`\`\`yaml\n${toYamlText(value)}\`\`\``;
}
