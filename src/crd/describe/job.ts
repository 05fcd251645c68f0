/** JobSpec's own fields, in the order in which the reference shows them. */
export const JOB = {
  template: "The pod that does the work. restartPolicy must be Never or OnFailure.",
  parallelism: "How many pods run at the same time. 1 if absent; 0 pauses. A change holds for the live run.",
  completions:
    "How many pods must succeed. 1 if parallelism is absent too; otherwise, if absent, one success ends the Job.",
  completionMode:
    "NonIndexed (if absent): pods are alike. Indexed: each pod has an index from 0 to completions-1, in JOB_COMPLETION_INDEX.",
  backoffLimit: "How many pods may fail before the run fails. A change holds for the live run.",
  backoffLimitPerIndex: "How many pods may fail for each index. Needs completionMode Indexed.",
  maxFailedIndexes: "How many indexes may fail before the run fails. Needs backoffLimitPerIndex.",
  activeDeadlineSeconds:
    "Longest time that a run may take, over all its retries. Time before a suspension does not count: a resumed run has all of it again. A change holds for the live run.",
  ttlSecondsAfterFinished:
    "How long the Job and its pods stay after the end. The result stays in status. A change holds for the live run.",
  suspend:
    "true: no pods run until it is false again. A change holds for the live run. With Kueue's label kueue.x-k8s.io/queue-name on the task its queue alone says when pods run, as for a Job.",
  podFailurePolicy: "What a failed pod means, by exit code or pod condition. Needs restartPolicy Never.",
  podReplacementPolicy:
    "When a pod is replaced: TerminatingOrFailed (if absent, as soon as it is being deleted) or Failed (once it has ended; the only one with podFailurePolicy).",
  successPolicy: "When the run counts as succeeded before all indexes have. Needs completionMode Indexed.",
  scheduling: "How the pods are scheduled as a group. Servers without that feature refuse or drop it.",
  selector: "Not to be set: the operator owns it.",
  manualSelector: "Not to be set: the operator owns it.",
  managedBy: "Not to be set: the operator owns it.",
} as const;
