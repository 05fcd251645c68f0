import { POLICY_REASONS } from "./policy/reasons.ts";

/** What a reason says of the task, and what a reader does next. */
export interface Reason {
  /** Whether people should look: the type of the event. */
  type: "Normal" | "Warning";
  meaning: string;
  next?: string;
}

/**
 * The one table of reasons: conditions, events and the reference page use these and no others.
 * Reasons that come from a Job's own conditions (BackoffLimitExceeded, DeadlineExceeded,
 * PodFailurePolicy, FailedIndexes, MaxFailedIndexesExceeded) keep the Job's name.
 */
export const REASONS = {
  Scheduled: {
    type: "Normal",
    meaning: "The task is on a schedule and has not run yet.",
    next: "status.schedule.nextStartTime is the first time; kubectl batchtask next lists more. A rerun starts one now.",
  },
  Pending: { type: "Normal", meaning: "The run is recorded; its Job is about to be created." },
  RunStarted: { type: "Normal", meaning: "The Job of a run was created." },
  Starting: { type: "Normal", meaning: "The Job has begun; no pod of it has run yet." },
  Running: { type: "Normal", meaning: "A pod of the run has begun to run." },
  Finishing: { type: "Normal", meaning: "The outcome is decided; the last pods are still ending." },
  Suspended: {
    type: "Normal",
    meaning: "spec.suspend is true.",
    next: "Set spec.suspend to false to resume.",
  },
  Queued: {
    type: "Normal",
    meaning:
      "The task waits for its turn: for a policy's maxActivePerNamespace or maxActivePerLabel, for another task of its runs.concurrencyGroup, or in a queue such as Kueue's.",
    next: "The message names the place in the line and whose limit it is, and status.queuePosition is the place; or it names Kueue's queue, and the Job's Workload says what that waits for.",
  },
  Frozen: {
    type: "Normal",
    meaning: "A freeze of a policy is on: no run starts, is resumed or run again until its end.",
    next: "The message names the policy, its reason and the end, at which the run starts by itself; kubectl batchtask policy explain lists the freezes. A change of the policy holds at once.",
  },
  Succeeded: { type: "Normal", meaning: "The Job is complete." },
  Adjusted: {
    type: "Warning",
    meaning: "A guardrail changed values that the task asks for.",
    next: "status.adjustments names each field, value, rule and policy.",
  },
  BackoffLimitExceeded: {
    type: "Warning",
    meaning: "More pods failed than backoffLimit allows.",
    next: "Read the logs; then run it again, or edit its pod template, which runs it too. An edit of backoffLimit alone starts no run.",
  },
  DeadlineExceeded: {
    type: "Warning",
    meaning:
      "The run took longer than activeDeadlineSeconds. Its pods then have their grace period to end, 30 s unless they name another, and are deleted.",
    next: "Raise activeDeadlineSeconds and run it again (that edit alone starts no run), or find out why the task is slow.",
  },
  PodFailurePolicy: {
    type: "Warning",
    meaning: "A rule of podFailurePolicy ended the Job.",
    next: "The message names the pod and the rule; mend the cause and run it again.",
  },
  FailedIndexes: {
    type: "Warning",
    meaning: "At least one index failed for good.",
    next: "Read the logs of that index; then run it again, which runs all indexes, or edit its pod template, which does so too.",
  },
  MaxFailedIndexesExceeded: {
    type: "Warning",
    meaning: "More indexes failed than maxFailedIndexes allows.",
    next: "Read the logs of those indexes; then run it again, which runs all indexes, or edit its pod template, which does so too.",
  },
  JobFailed: {
    type: "Warning",
    meaning: "The Job failed and gave no reason of its own.",
    next: "Read the logs and the Job's events; then run it again.",
  },
  InvalidJob: {
    type: "Warning",
    meaning: "The API server refuses the Job.",
    next: "Mend the fields that the message names and apply again.",
  },
  PolicyViolation: {
    type: "Warning",
    meaning: "A BatchTaskPolicy refuses the task; nothing was started.",
    next: "Edit the task as the message says, or have the policy widened: either is tried at once.",
  },
  CreateForbidden: {
    type: "Warning",
    meaning:
      "The API server does not let the Job be created now: a quota, an admission rule or a right is missing.",
    next: "The message is the API server's own; creation is retried.",
  },
  CreateFailing: {
    type: "Warning",
    meaning:
      "The API server has failed several times to create the Job: a webhook can't be called, or it has an error of its own.",
    next: "The message is the API server's own; creation is retried, until runs.startDeadlineSeconds. Have the webhook that it names mended, or its failurePolicy set to Ignore.",
  },
  NamespaceTerminating: {
    type: "Normal",
    meaning: "The namespace is being deleted; nothing is created in it.",
  },
  NameCollision: {
    type: "Warning",
    meaning: "A Job with the run's name exists and belongs to someone else. It is never touched.",
    next: "Delete or rename that Job; the run starts once it is gone.",
  },
  ResultLost: {
    type: "Warning",
    meaning:
      "The Job vanished, or no longer belongs to the task, before its result was recorded; it is not started again.",
    next: "Run it again (kubectl batchtask rerun, or the annotation batchtask.dev/rerun), or edit the task.",
  },
  Retried: {
    type: "Warning",
    meaning: "A pod of the run failed, and the run goes on: the Job tries again, or has other pods.",
    next: "status.failure says why.",
  },
  Replacing: {
    type: "Normal",
    meaning: "The run is being stopped; the next one starts once its pods are gone.",
  },
  Replaced: {
    type: "Normal",
    meaning: "The run was stopped for an edit, or for the next time of its schedule (status.history).",
  },
  InvalidSchedule: {
    type: "Warning",
    meaning: "runs.schedule can't be read, so that no time of it comes.",
    next: "Correct the cron expression or the time zone that the message names.",
  },
  ScheduleMissed: {
    type: "Warning",
    meaning: "A time of the schedule has passed without a run.",
    next: "status.schedule.missed tells why; kubectl batchtask rerun runs the task now.",
  },
  StartingDeadlineExceeded: {
    type: "Warning",
    meaning:
      "The run waited longer than runs.schedule.startingDeadlineSeconds for its start, and has no Job.",
    next: "Raise the limit that it waited for, or startingDeadlineSeconds; kubectl batchtask rerun runs the task now.",
  },
  StartDeadlineExceeded: {
    type: "Warning",
    meaning: "No pod ran within runs.startDeadlineSeconds; the Job is deleted.",
    next: "The message and status.failure name the cause; mend it and run the task again.",
  },
  ImagePullBackOff: {
    type: "Warning",
    meaning: "An image can't be pulled.",
    next: "Check its name, its tag and imagePullSecrets. An edit takes this run's place at once; where the registry is mended instead, the run goes on by itself.",
  },
  InvalidImageName: {
    type: "Warning",
    meaning: "An image's name is not a valid one.",
    next: "Correct it in the task: the edit takes this run's place at once.",
  },
  ErrImageNeverPull: {
    type: "Warning",
    meaning: "The image is not on the node and may not be pulled.",
    next: "Load it into the node, or let imagePullPolicy be another than Never.",
  },
  CreateContainerConfigError: {
    type: "Warning",
    meaning: "A ConfigMap, a Secret or a key of one is missing.",
    next: "Create what the message names: the run goes on by itself.",
  },
  CreateContainerError: {
    type: "Warning",
    meaning: "The node can't create the container.",
    next: "The message is the node's own.",
  },
  RunContainerError: {
    type: "Warning",
    meaning: "The node can't start the container.",
    next: "Check command and args.",
  },
  Unschedulable: {
    type: "Warning",
    meaning: "No node takes the pod.",
    next: "The message is the scheduler's own; lower requests, or mend nodeSelector, affinity and tolerations; or create the PersistentVolumeClaim that it names.",
  },
  FailedMount: {
    type: "Warning",
    meaning: "A volume can't be mounted.",
    next: "Create what the message names: the run goes on by itself.",
  },
  FailedAttachVolume: {
    type: "Warning",
    meaning: "A volume can't be attached.",
    next: "The message is the storage driver's own.",
  },
  SchedulingGated: {
    type: "Normal",
    meaning:
      "A scheduling gate of the pod template keeps the scheduler from the pod; meanwhile no start deadline counts.",
    next: "Whoever set the gate that the message names has to remove it from the pod.",
  },
  CrashLoopBackOff: {
    type: "Warning",
    meaning: "A container ends badly each time that it is started; it is started again ever more rarely.",
    next: "The message tells its exit code and how often; read its logs while its pod is there.",
  },
  NotReady: {
    type: "Warning",
    meaning: "A container has succeeded, and another one of its pod goes on, so that the run does, too.",
    next: "Stop the one that goes on, or make it a native sidecar (an init container with restartPolicy Always).",
  },
  Unhealthy: {
    type: "Warning",
    meaning: "A probe of a container fails; the kubelet has killed the container for it, or is going to.",
    next: "Mend what the probe asks for, or give it longer.",
  },
  NodeNotReady: {
    type: "Warning",
    meaning:
      "The node of a pod does not answer; after five minutes Kubernetes gives its pods up, unless they tolerate it.",
    next: "Look after the node; the Job makes another pod once this one is given up.",
  },
  OOMKilled: {
    type: "Warning",
    meaning: "A container took more memory than its limit.",
    next: "Raise resources.limits.memory of the container, or let it need less.",
  },
  Error: {
    type: "Warning",
    meaning: "A container ended with another exit code than 0, and Kubernetes says no more.",
    next: "Read its logs; then run it again, or edit its pod template, which runs it too.",
  },
  Evicted: {
    type: "Warning",
    meaning: "A pod was evicted from its node: a volume or the node was full, or somebody asked for it.",
    next: "The message is the kubelet's own, or tells who asked.",
  },
  Preempted: {
    type: "Warning",
    meaning: "A pod was taken off its node for one of higher priority.",
    next: "Ignore disruptions by podFailurePolicy, raise backoffLimit, or give it a higher priorityClassName.",
  },
  TaintManagerEviction: {
    type: "Warning",
    meaning: "A pod was taken off its node for a taint that it does not tolerate.",
    next: "Ignore disruptions by podFailurePolicy, or tolerate the taint.",
  },
  NodeLost: {
    type: "Warning",
    meaning: "A pod was lost with its node, which is gone or out of service.",
    next: "Ignore disruptions by podFailurePolicy, or raise backoffLimit, so that another pod takes its place.",
  },
  Terminated: {
    type: "Warning",
    meaning: "A pod was stopped by its kubelet, since the node was shut down.",
    next: "Ignore disruptions by podFailurePolicy, or raise backoffLimit, so that another pod takes its place.",
  },
  PodDeadlineExceeded: {
    type: "Warning",
    meaning:
      "A pod was stopped by activeDeadlineSeconds of the pod template, which counts for each pod alone.",
    next: "Move it from template.spec to spec, where it limits the whole run, or raise it.",
  },
  PodDeleted: {
    type: "Warning",
    meaning: "A pod was deleted from outside before it had ended, and no event says by whom.",
    next: "Run it again; the API server's audit log tells who deletes pods.",
  },
  PodFailed: {
    type: "Warning",
    meaning: "A pod failed, and neither it nor a container of it says why.",
    next: "Read the events of the pod and the log of its node's kubelet.",
  },
  FailedCreate: {
    type: "Warning",
    meaning: "The API server refuses the Job's pods: a quota, an admission rule, a missing service account.",
    next: "The message is the API server's own; the Job tries again by itself.",
  },
  ...POLICY_REASONS,
  ReconcileError: {
    type: "Warning",
    meaning: "The operator failed and tries again.",
    next: "If it stays, read the operator's log.",
  },
} as const satisfies Record<string, Reason>;

/** What is known of a reason; nothing of others, which failed Jobs and stuck pods bring. */
export function reasonNamed(name: string): Reason | undefined {
  return Object.entries(REASONS).find(([known]) => known === name)?.[1];
}
