/** The rows of a policy in the table of reasons. */
export const POLICY_REASONS = {
  Enforced: { type: "Normal", meaning: "Of a policy: it holds in the namespaces that it matches." },
  WarnOnly: {
    type: "Normal",
    meaning: "Of a policy: mode is Warn; what it would do is only reported.",
    next: "Set spec.mode to Enforce once the reports are as you want them.",
  },
  ImpossibleBounds: {
    type: "Warning",
    meaning: "Of a policy: its bounds and those of another policy can't both be kept.",
    next: "The message names both policies and what holds meanwhile. Change one of them.",
  },
  ExemptionEndsSoon: {
    type: "Warning",
    meaning: "Of a policy: an exemption ends within seven days.",
    next: "The message names it. Bring the tasks within the policy, or move spec.exemptions[].until.",
  },
  ExemptionEnded: {
    type: "Warning",
    meaning: "Of a policy: an exemption has ended, and its rules hold again.",
    next: "The message names it. Remove it from spec.exemptions, or move its until.",
  },
  UnreadableFreeze: {
    type: "Warning",
    meaning: "Of a policy: a freeze of it can't be read, and holds nothing up.",
    next: "Correct the schedule or the time zone that the message names.",
  },
  NoNamespaceMatches: {
    type: "Warning",
    meaning: "Of a policy: no namespace has the labels that it selects.",
    next: "Correct spec.namespaceSelector, or label a namespace.",
  },
} as const;
