import type { Lease } from "../../kube/leader-election/lease.ts";
import type { ObjectMeta } from "../../kube/object.ts";
import { humanDuration } from "../../status/duration.ts";
import type { Found } from "./finding.ts";
import { OPERATOR_MARK } from "../../api/group.ts";

export const START = "Install the chart or start the operator; its log says why it does not run";

/**
 * Pure: those of the operator among a cluster's Leases. They have its mark; where none has, it is one of version 0.1.0,
 * which sets no mark, and the name tells, as the operator's defaults and the chart's make it.
 */
export function operatorLeases(all: readonly Lease[]): Lease[] {
  const foreign = all.filter(({ metadata = {} }) => !isOfNode(metadata));
  const marked = foreign.filter(
    ({ metadata }) => metadata?.labels?.[OPERATOR_MARK.label] === OPERATOR_MARK.value,
  );
  return marked.length > 0
    ? marked
    : foreign.filter(({ metadata }) => metadata?.name?.endsWith(OPERATOR_MARK.value));
}

/** A node's heartbeat: its name is the node's, which begins with the cluster's where kind made it. */
function isOfNode({ namespace, ownerReferences = [] }: ObjectMeta): boolean {
  return namespace === "kube-node-lease" || ownerReferences.some(({ kind }) => kind === "Node");
}

/** Pure: whether one of these Leases is held and renewed, else what is wrong with the latest. Undefined: none. */
export function judgeLeases(leases: readonly Lease[], nowMs: number): Found | undefined {
  const judged = leases
    .toSorted((a, b) => ((a.spec?.renewTime ?? "") < (b.spec?.renewTime ?? "") ? 1 : -1))
    .map((lease) => judgeLease(lease, nowMs));
  return judged.find(({ level }) => level === "ok") ?? judged[0];
}

function judgeLease({ metadata, spec = {} }: Lease, nowMs: number): Found {
  const { holderIdentity, renewTime, leaseDurationSeconds = 15 } = spec;
  const where = `Lease ${metadata?.namespace}/${metadata?.name}`;
  if (!holderIdentity) return { level: "failed", message: `nobody holds ${where}`, next: START };
  const age = renewTime === undefined ? Number.POSITIVE_INFINITY : nowMs - Date.parse(renewTime);
  if (age <= leaseDurationSeconds * 1000) return { level: "ok", message: `${holderIdentity} holds ${where}` };
  const now = new Date(nowMs).toISOString();
  const since = renewTime === undefined ? "never" : `last ${humanDuration(renewTime, now)} ago`;
  const message = `${holderIdentity} held ${where} and renewed it ${since}`;
  return { level: "failed", message, next: START };
}
