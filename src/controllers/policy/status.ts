import type { Condition } from "../../api/condition.ts";
import type { BatchTaskPolicy } from "../../api/policy/policy.ts";
import type { PolicyStatus } from "../../api/policy/status.ts";
import { unreadableFreezes } from "../../guardrails/freezes/read.ts";
import type { REASONS } from "../../api/reasons.ts";

/** All that a policy's status follows from. */
export interface PolicyFacts {
  namespaces: number;
  matched: number;
  adjusted: number;
  rejected: number;
  /** Newest first. */
  recent: { task: string; message: string }[];
  /** One sentence for each policy that can't be kept together with this one. */
  conflicts: string[];
}

/** Longest message of a finding, in characters. */
const LONGEST = 4000;

type Finding = Pick<Condition, "type" | "status" | "message"> & { reason: keyof typeof REASONS };

/**
 * The status of a policy. Pure. A conflict or an empty match makes no policy fail for kstatus: it
 * holds, and says what is amiss.
 */
export function computePolicyStatus(policy: BatchTaskPolicy, facts: PolicyFacts, now: string): PolicyStatus {
  const { generation } = policy.metadata;
  const { conflicts: _, ...counts } = facts;
  const old = policy.status?.conditions ?? [];
  const conditions = findings(policy, facts).map((finding): Condition => {
    const before = old.find(({ type }) => type === finding.type);
    const lastTransitionTime = before?.status === finding.status ? before.lastTransitionTime : now;
    return { ...finding, lastTransitionTime, observedGeneration: generation };
  });
  return { observedGeneration: generation, conditions, ...counts };
}

function findings({ spec }: BatchTaskPolicy, { namespaces, conflicts }: PolicyFacts): Finding[] {
  const where = namespaces === 1 ? "1 namespace" : `${namespaces} namespaces`;
  const ready: Finding =
    spec.mode === "Warn"
      ? { type: "Ready", status: "True", reason: "WarnOnly", message: `Only reports, in ${where}` }
      : { type: "Ready", status: "True", reason: "Enforced", message: `Holds in ${where}` };
  const found: Finding[] = [ready];
  if (conflicts.length > 0)
    found.push({
      type: "Conflicting",
      status: "True",
      reason: "ImpossibleBounds",
      message: conflicts.join("; ").slice(0, LONGEST),
    });
  const unreadable = unreadableFreezes(spec.rules.freezes).map(
    ({ field, message }) => `${field}: ${message}`,
  );
  if (unreadable.length > 0)
    found.push({
      type: "Unreadable",
      status: "True",
      reason: "UnreadableFreeze",
      message: `${unreadable.join("; ")}; what can't be read holds nothing up`.slice(0, LONGEST),
    });
  if (namespaces === 0)
    found.push({
      type: "Unmatched",
      status: "True",
      reason: "NoNamespaceMatches",
      message: "No namespace has the labels that spec.namespaceSelector asks for",
    });
  return found;
}
