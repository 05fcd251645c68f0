import { ANNOTATIONS } from "./annotations.ts";
import type { Case } from "./case.ts";
import {
  IGNORE_DISRUPTIONS,
  IMAGES,
  INHERITED_LABELS,
  LABEL_VALUES,
  LABELS,
  RESTART_POLICIES,
  RUNTIME_CLASSES,
  SCHEDULERS,
  SERVICE_ACCOUNTS,
} from "./names.ts";
import { INJECTED_TOLERATIONS, NODE_AFFINITIES, NODE_SELECTORS, TOLERATIONS } from "./nodes.ts";
import { IMAGE_PULL_SECRETS, PRIORITY_CLASSES } from "./pods.ts";
import { ACTIVE_DEADLINE, BACKOFF_LIMIT, COMPLETIONS, PARALLELISM, START_DEADLINE, TTL } from "./numbers.ts";
import { CONTAINER_SECURITY, POD_SECURITY } from "./security.ts";
import { RESOURCES } from "./resources.ts";
import { EMPTY_DIR_MEDIUMS, EMPTY_DIRS } from "./empty-dirs.ts";
import { POD_RESOURCES, RESOURCE_CLAIMS, RESOURCE_NAMES, TASK_RESOURCES } from "./sums.ts";

/** The whole table. */
export const CASES: readonly Case[] = [
  ...BACKOFF_LIMIT,
  ...ACTIVE_DEADLINE,
  ...START_DEADLINE,
  ...TTL,
  ...PARALLELISM,
  ...COMPLETIONS,
  ...RESOURCES,
  ...EMPTY_DIRS,
  ...EMPTY_DIR_MEDIUMS,
  ...RESOURCE_NAMES,
  ...RESOURCE_CLAIMS,
  ...POD_RESOURCES,
  ...TASK_RESOURCES,
  ...IMAGES,
  ...SERVICE_ACCOUNTS,
  ...IMAGE_PULL_SECRETS,
  ...PRIORITY_CLASSES,
  ...RUNTIME_CLASSES,
  ...SCHEDULERS,
  ...POD_SECURITY,
  ...CONTAINER_SECURITY,
  ...RESTART_POLICIES,
  ...TOLERATIONS,
  ...INJECTED_TOLERATIONS,
  ...NODE_SELECTORS,
  ...NODE_AFFINITIES,
  ...ANNOTATIONS,
  ...LABELS,
  ...LABEL_VALUES,
  ...INHERITED_LABELS,
  ...IGNORE_DISRUPTIONS,
];

export const titleOf = ({ rule, state, name }: Case): string =>
  [rule, state, name].filter(Boolean).join(", ");
