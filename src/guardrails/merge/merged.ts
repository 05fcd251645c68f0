import type { MaxActivePerLabel } from "../../api/policy/active.ts";
import type { Freeze } from "../../api/policy/freezes.ts";
import type { ContainerSecurityDefault, PodSecurityDefault } from "../../api/policy/security-context.ts";
import type { InjectedToleration } from "../../api/policy/tolerations.ts";

/** A value, and the policy that it comes from. */
export interface Decided<T> {
  value: T;
  policy: string;
}

/** The bounds of all policies together. */
export interface Bounds<T> {
  default?: Decided<T> | undefined;
  min?: Decided<T> | undefined;
  max?: Decided<T> | undefined;
}

export type Quantity = string | number;

export const NUMBER_FIELDS = [
  "completions",
  "parallelism",
  "backoffLimit",
  "startDeadlineSeconds",
  "activeDeadlineSeconds",
  "ttlSecondsAfterFinished",
  "spreadSeconds",
] as const;
export type NumberField = (typeof NUMBER_FIELDS)[number];

/** What policies fill in where an author has nothing, by the rule that does it, then by key. */
export interface FillIns {
  labels: Record<string, Decided<string>>;
  /** Labels that come from the namespace's. */
  inheritedLabels: Record<string, Decided<string>>;
  annotations: Record<string, Decided<string>>;
  nodeSelector: Record<string, Decided<string>>;
  /** By the taint that is tolerated. */
  tolerations: Record<string, Decided<InjectedToleration>>;
  /** By name. */
  imagePullSecrets: Record<string, Decided<string>>;
  /** Under "default", if at all. */
  priorityClasses: Record<string, Decided<string>>;
  /** By the field of the securityContext; each value is that field alone. */
  podSecurityContext: Record<string, Decided<PodSecurityDefault>>;
  containerSecurityContext: Record<string, Decided<ContainerSecurityDefault>>;
}

/** What several policies and the baseline ask for together. */
export interface Merged extends FillIns {
  numbers: Partial<Record<NumberField, Bounds<number>>>;
  /** By name of the resource. */
  requests: Record<string, Bounds<Quantity>>;
  limits: Record<string, Bounds<Quantity>>;
  /** Of the sizeLimit of emptyDir volumes. */
  emptyDirs: Bounds<Quantity>;
  /** The policy that asks for it. */
  ignoreDisruptions?: string | undefined;
  maxActive?: Decided<number> | undefined;
  /** Of all policies, each for itself: another one may select other namespaces. */
  maxActivePerLabel: readonly Decided<MaxActivePerLabel>[];
  /** Of all policies, each for itself. */
  freezes: readonly Decided<Freeze>[];
  /** Policies that can't all be kept. */
  conflicts: Conflict[];
}

/** Two policies of which one can't be kept. */
export interface Conflict {
  policies: [string, string];
  /** One sentence. */
  message: string;
}
