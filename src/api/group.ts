/** API group of every kind of this project. */
export const GROUP = "batchtask.dev";
export const VERSION = "v1alpha1";
export const API_VERSION = `${GROUP}/${VERSION}`;
export const KIND = "BatchTask";
export const PLURAL = "batchtasks";
export const POLICY_KIND = "BatchTaskPolicy";
export const POLICY_PLURAL = "batchtaskpolicies";

/** Label on Jobs and pods: the task's name, shortened to a label value's 63 characters. */
export const NAME_LABEL = `${GROUP}/name`;
/** Label on Jobs and pods: the number of the run, from 1. */
export const RUN_LABEL = `${GROUP}/run`;
/** Annotation on Jobs: the task's full name, which a label may be too short for. */
export const TASK_ANNOTATION = `${GROUP}/task`;
/** Annotation on Jobs: hash of the part of the task's spec that the Job was made from and can't change. */
export const TEMPLATE_HASH_ANNOTATION = `${GROUP}/template-hash`;
/** Annotation on Jobs: when parallelism was raised from 0, so that pods were asked for again. RFC 3339. */
export const UNPAUSED_ANNOTATION = `${GROUP}/unpaused`;
/** Annotation on a task: any new value asks for one more run. */
export const RERUN_ANNOTATION = `${GROUP}/rerun`;
/** Annotation on a task: what the run of this rerun has instead of what spec says, as JSON; that of a first run is on its Job, too. */
export const RERUN_OVERRIDES_ANNOTATION = `${GROUP}/rerun-overrides`;
/** Kueue's label on a task, which its Job gets too: the queue that says when the Job may run. */
export const QUEUE_LABEL = "kueue.x-k8s.io/queue-name";
/** Label of the operator's Lease, and of the chart's objects without `nameOverride`. */
export const OPERATOR_MARK = { label: "app.kubernetes.io/name", value: "batchtask-operator" } as const;
