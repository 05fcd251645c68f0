import type { Condition } from "../../api/condition.ts";
import type { BatchTaskPolicy } from "../../api/policy/policy.ts";
import type { JobCounts, PolicyStatus } from "../../api/policy/status.ts";
import { unreadableFreezes } from "../../guardrails/freezes/read.ts";
import type { REASONS } from "../../api/reasons.ts";
import { expiryOf } from "./expiry.ts";

/** What is counted of the Jobs and CronJobs that a policy judges; absent: it judges none, or they may not be read. */
export interface CountsByKind {
  jobs?: JobCounts;
  cronJobs?: JobCounts;
}

/** All that a policy's status follows from. */
export interface PolicyFacts {
  namespaces: number;
  matched: number;
  adjusted: number;
  rejected: number;
  exempted: number;
  /** Newest first. */
  recent: { task: string; message: string }[];
  /** undefined: of this generation of the policy they are not counted yet. */
  ofOthers: CountsByKind | undefined;
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
  const { conflicts: _, ofOthers = keptCounts(policy), ...counts } = facts;
  const old = policy.status?.conditions ?? [];
  const conditions = findings(policy, facts, now).map((finding): Condition => {
    const before = old.find(({ type }) => type === finding.type);
    const lastTransitionTime = before?.status === finding.status ? before.lastTransitionTime : now;
    const message = finding.message.slice(0, LONGEST);
    return { ...finding, message, lastTransitionTime, observedGeneration: generation };
  });
  return { observedGeneration: generation, conditions, ...counts, ...ofOthers };
}

/** What an earlier process counted holds until this one has; but not for what the policy was before an edit. */
function keptCounts({ metadata, status }: BatchTaskPolicy): CountsByKind {
  if (status?.observedGeneration !== metadata.generation) return {};
  const { jobs, cronJobs } = status;
  return { ...(jobs && { jobs }), ...(cronJobs && { cronJobs }) };
}

function findings(policy: BatchTaskPolicy, { namespaces, conflicts }: PolicyFacts, now: string): Finding[] {
  const { spec } = policy;
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
      message: conflicts.join("; "),
    });
  const unreadable = unreadableFreezes(spec.rules.freezes).map(
    ({ field, message }) => `${field}: ${message}`,
  );
  if (unreadable.length > 0)
    found.push({
      type: "Unreadable",
      status: "True",
      reason: "UnreadableFreeze",
      message: `${unreadable.join("; ")}; what can't be read holds nothing up`,
    });
  if (namespaces === 0)
    found.push({
      type: "Unmatched",
      status: "True",
      reason: "NoNamespaceMatches",
      message: "No namespace has the labels that spec.namespaceSelector asks for",
    });
  const expiry = expiryOf(policy, Date.parse(now));
  if (expiry) found.push({ type: "Expiring", status: "True", ...expiry });
  return found;
}
