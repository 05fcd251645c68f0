/** What to do about a reason, in one sentence; a reason that explains itself has none. */
const HINTS: Record<string, string> = {
  OOMKilled: "Raise resources.limits.memory of the container, or let it need less.",
  ImagePullBackOff: "Check the image's name and tag, and imagePullSecrets for a private registry.",
  InvalidImageName: "Mend the image's name.",
  ErrImageNeverPull: "The image is not on the node, and imagePullPolicy Never forbids to pull it.",
  CreateContainerConfigError:
    "Create the ConfigMap, Secret or key that the message names, or take it out of the pod template.",
  CreateContainerError: "The container can't be created; the message is the node's own.",
  RunContainerError: "Check command and args: the container could not be started.",
  Unschedulable:
    "No node has room or fits: lower the requests, or mend nodeSelector, affinity and tolerations.",
  FailedMount: "Create the volume, ConfigMap or Secret that the message names.",
  FailedAttachVolume: "The volume can't be attached; the message is the storage driver's own.",
  FailedCreate:
    "The API server refuses the pods; the message names the quota, admission rule or service account.",
  DeadlineExceeded: "Raise activeDeadlineSeconds and run the task again, or find out why it is slow.",
  ContainerCannotRun: "Check command and args: the container could not be started.",
  StartError: "Check command and args: the container could not be started.",
};

/** Exit codes that shells and the kernel give a meaning (POSIX.1 "Exit Status for Commands"; 128 + signal). */
const EXIT_HINTS: Record<number, string> = {
  126: "The command was found and is not executable.",
  127: "The command was not found in the image.",
  137: "The container was killed by SIGKILL: out of memory, or its pod was deleted and it did not end in time.",
  139: "The process crashed with a segmentation fault.",
  143: "The container was asked to end by SIGTERM: its pod was deleted or evicted.",
};

/** What Kubernetes' own words tell more exactly than the reason; the scheduler's, the Job controller's. */
const TOLD: readonly [RegExp, (name: string) => string][] = [
  [
    /persistentvolumeclaim "([^"]+)" not found/,
    (name) => `Create the PersistentVolumeClaim ${name}, or name another one in the pod template.`,
  ],
  [
    /unbound immediate PersistentVolumeClaims?()/,
    () => "The pod waits for a volume: see whether the PersistentVolumeClaim's StorageClass is there.",
  ],
  [
    /serviceaccount "([^"]+)" not found/,
    (name) => `Create the ServiceAccount ${name}, or name another one in the pod template.`,
  ],
  [/exceeded quota: ([^,\s]+)/, (name) => `Lower the requests, or have the ResourceQuota ${name} raised.`],
];

/** @param message Kubernetes' own words */
export function hintFor(
  reason: string,
  { exitCode, message = "" }: { exitCode?: number; message?: string } = {},
): string | undefined {
  for (const [words, hint] of TOLD) {
    const [, name] = words.exec(message) ?? [];
    if (name !== undefined) return hint(name);
  }
  // A reason is whatever somebody wrote: not a name of Object.prototype.
  const known = Object.hasOwn(HINTS, reason) ? HINTS[reason] : undefined;
  return known ?? (exitCode === undefined ? undefined : EXIT_HINTS[exitCode]);
}

/** A message and what to do about it, as the part of a sentence that goes on. */
export function advised(message: string, hint: string | undefined): string {
  return hint === undefined ? message : `${message} — ${hint.replace(/\.$/, "")}`;
}

/** Whether the container runtime could not start the container at all. */
export function isStartError(reason: string | undefined): boolean {
  return reason === "StartError" || reason === "ContainerCannotRun";
}
