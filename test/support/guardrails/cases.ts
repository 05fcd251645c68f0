import type { Case } from "./case.ts";
import {
  IGNORE_DISRUPTIONS,
  IMAGES,
  LABELS,
  PRIORITY_CLASSES,
  RESTART_POLICIES,
  SERVICE_ACCOUNTS,
} from "./names.ts";
import { ACTIVE_DEADLINE, BACKOFF_LIMIT, COMPLETIONS, PARALLELISM, START_DEADLINE, TTL } from "./numbers.ts";
import { RESOURCES } from "./resources.ts";

/** The whole table. */
export const CASES: readonly Case[] = [
  ...BACKOFF_LIMIT,
  ...ACTIVE_DEADLINE,
  ...START_DEADLINE,
  ...TTL,
  ...PARALLELISM,
  ...COMPLETIONS,
  ...RESOURCES,
  ...IMAGES,
  ...SERVICE_ACCOUNTS,
  ...PRIORITY_CLASSES,
  ...RESTART_POLICIES,
  ...LABELS,
  ...IGNORE_DISRUPTIONS,
];

export const titleOf = ({ rule, state, name }: Case): string =>
  [rule, state, name].filter(Boolean).join(", ");
