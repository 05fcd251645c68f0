import type { MaxActivePerLabel } from "../../api/policy/active.ts";
import type { Freeze } from "../../api/policy/freezes.ts";

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
] as const;
export type NumberField = (typeof NUMBER_FIELDS)[number];

/** What several policies and the baseline ask for together. */
export interface Merged {
  numbers: Partial<Record<NumberField, Bounds<number>>>;
  /** By name of the resource. */
  requests: Record<string, Bounds<Quantity>>;
  limits: Record<string, Bounds<Quantity>>;
  /** Of the sizeLimit of emptyDir volumes. */
  emptyDirs: Bounds<Quantity>;
  /** Injected labels, by key. */
  labels: Record<string, Decided<string>>;
  /** What is added to nodeSelectors, by key. */
  nodeSelector: Record<string, Decided<string>>;
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
