import type { NamespaceSelector } from "../../api/policy/selector.ts";
import { type Labels, selects } from "../../guardrails/selector.ts";

/** What is known of a namespace's labels. */
export interface Known {
  labels: Labels;
  /** False: it may have others, which nobody could read. */
  isAll: boolean;
}

/** Where nothing is known, every policy is taken to hold. */
export const NOTHING_KNOWN: Known = { labels: {}, isAll: false };

/** Whether a selector takes a namespace; where what it asks for is not known, it is taken to. Pure. */
export function mayHold(selector: NamespaceSelector | undefined, { labels, isAll }: Known): boolean {
  if (isAll) return selects(selector, labels);
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  const known = {
    matchLabels: Object.fromEntries(
      Object.entries(matchLabels).filter(([key]) => Object.hasOwn(labels, key)),
    ),
    matchExpressions: matchExpressions.filter(({ key }) => Object.hasOwn(labels, key)),
  };
  return selects(known, labels);
}

/** Whether it is taken to hold and may not: it asks for labels that nobody could read. Pure. */
export function isDoubtful(selector: NamespaceSelector | undefined, known: Known): boolean {
  const { matchLabels = {}, matchExpressions = [] } = selector ?? {};
  const keys = [...Object.keys(matchLabels), ...matchExpressions.map(({ key }) => key)];
  return !known.isAll && mayHold(selector, known) && keys.some((key) => !Object.hasOwn(known.labels, key));
}
