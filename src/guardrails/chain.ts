import type { Rule } from "./rule.ts";
import { activeDeadlineSeconds } from "./rules/active-deadline-seconds.ts";
import { annotations } from "./rules/annotations.ts";
import { backoffLimit } from "./rules/backoff-limit.ts";
import { completions } from "./rules/completions.ts";
import { ignoreDisruptions } from "./rules/ignore-disruptions.ts";
import { containerSecurityContext } from "./rules/container-security-context.ts";
import { emptyDirMediums } from "./rules/empty-dir-mediums.ts";
import { emptyDirs } from "./rules/empty-dirs.ts";
import { freezes } from "./rules/freezes.ts";
import { imagePullSecrets } from "./rules/image-pull-secrets.ts";
import { images } from "./rules/images.ts";
import { labels } from "./rules/labels.ts";
import { maxActivePerLabel } from "./rules/max-active-per-label.ts";
import { maxActivePerNamespace } from "./rules/max-active-per-namespace.ts";
import { nodeSelector } from "./rules/node-selector.ts";
import { parallelism, parallelismWithinCompletions } from "./rules/parallelism.ts";
import { podResources } from "./rules/pod-resources.ts";
import { podSecurityContext } from "./rules/pod-security-context.ts";
import { priorityClasses } from "./rules/priority-classes.ts";
import { reservedMetadata } from "./rules/reserved-metadata.ts";
import { resourceClaims } from "./rules/resource-claims.ts";
import { resourceNames } from "./rules/resource-names.ts";
import { resources } from "./rules/resources.ts";
import { restartPolicies } from "./rules/restart-policies.ts";
import { runtimeClasses } from "./rules/runtime-classes.ts";
import { scheduleInterval } from "./rules/schedule-interval.ts";
import { scheduleTimeZones } from "./rules/schedule-time-zones.ts";
import { schedulers } from "./rules/schedulers.ts";
import { serviceAccounts } from "./rules/service-accounts.ts";
import { spreadSeconds } from "./rules/spread-seconds.ts";
import { startDeadlineSeconds } from "./rules/start-deadline-seconds.ts";
import { taskResources } from "./rules/task-resources.ts";
import { tolerations } from "./rules/tolerations.ts";
import { ttlSecondsAfterFinished } from "./rules/ttl-seconds-after-finished.ts";

/** What no policy can change. */
export const FIXED: readonly Rule[] = [
  reservedMetadata, // No finalizers and none of the operator's own labels in a template.
];

/** The guardrails that policies set, in the order in which they are applied. */
export const RULES: readonly Rule[] = [
  completions, // Not more work than allowed.
  parallelism, // Not more pods at once than allowed.
  parallelismWithinCompletions, // Not more pods at once than there are completions.
  backoffLimit, // No retries without end.
  startDeadlineSeconds, // No waiting for ever for a first pod.
  activeDeadlineSeconds, // No run without end.
  ttlSecondsAfterFinished, // No finished Jobs piling up.
  resources, // No container without requests and limits.
  resourceNames, // No device that nobody named.
  resourceClaims, // No device by another way.
  podResources, // No pod that takes a node.
  taskResources, // No task that takes the cluster.
  emptyDirs, // No disk filled up.
  emptyDirMediums, // No memory that is taken for a disk.
  images, // No image from elsewhere.
  imagePullSecrets, // No registry by another one's key.
  serviceAccounts, // No rights that are not the task's own.
  priorityClasses, // No pushing services aside.
  runtimeClasses, // No way out of a sandbox.
  schedulers, // No scheduler that nobody watches.
  podSecurityContext, // No root where nobody asks for it.
  containerSecurityContext, // No rights that no process needs.
  restartPolicies, // No restarts where logs must be kept.
  tolerations, // No way onto nodes that are kept for others.
  nodeSelector, // No work on nodes that are for others.
  annotations, // No pod that its keepers overlook.
  labels, // No pod that nobody owns.
  ignoreDisruptions, // No retries used up by evictions.
  maxActivePerNamespace, // No flood of runs.
  maxActivePerLabel, // No team that takes all slots.
  spreadSeconds, // No full hour at which all begins.
  scheduleTimeZones, // No night that is another one's day.
  scheduleInterval, // No schedule that never rests.
  freezes, // No start at a bad time.
];
