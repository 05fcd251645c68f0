import type { Decided, FillIns } from "../../guardrails/merge/merged.ts";
import { securityText } from "../../guardrails/security.ts";
import { tolerationText } from "../../guardrails/toleration.ts";

interface FilledIn {
  rule: string;
  bound: string;
  value: string;
  policy: string;
}

const pair = (key: string, value: unknown): string => `${key}=${String(value)}`;

const field = (name: string, value: Parameters<typeof securityText>[0]): string =>
  `${name}=${securityText(value)}`;

/** What is filled in where an author has nothing, each with the policy that does it. Pure. */
export function filledIn(all: FillIns): FilledIn[] {
  return [
    ...each("nodeSelector", "inject", all.nodeSelector, pair),
    ...each("annotations", "inject", all.annotations, pair),
    ...each("labels", "inject", all.labels, pair),
    ...each("labels", "fromNamespace", all.inheritedLabels, pair),
    ...each("tolerations", "inject", all.tolerations, (_, one) => tolerationText(one)),
    ...each("imagePullSecrets", "inject", all.imagePullSecrets, (name) => name),
    ...each("priorityClasses", "default", all.priorityClasses, (_, name) => name),
    ...each("podSecurityContext", "default", all.podSecurityContext, field),
    ...each("containerSecurityContext", "default", all.containerSecurityContext, field),
  ];
}

function each<T>(
  rule: string,
  bound: string,
  all: Readonly<Record<string, Decided<T>>>,
  text: (key: string, value: T) => string,
): FilledIn[] {
  return Object.entries(all).map(([key, { value, policy }]) => ({
    rule,
    bound,
    value: text(key, value),
    policy,
  }));
}
