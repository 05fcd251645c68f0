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
  PodDeadlineExceeded:
    "To limit the whole run move activeDeadlineSeconds from template.spec to spec; to give each pod longer raise it.",
  ContainerCannotRun: "Check command and args: the container could not be started.",
  StartError: "Check command and args: the container could not be started.",
  Unhealthy:
    "Mend what the probe asks for, or give it longer: initialDelaySeconds, timeoutSeconds, failureThreshold.",
  NotReady: `If what goes on only serves the others: ${sidecar("make it a native sidecar")}.`,
  UnexpectedAdmissionError: "The message is the node's own, or that of a device plugin there.",
};

/** Why a pod was taken away though its containers did nothing wrong: it happens to any run, and may be ignored. */
const DISRUPTED: ReadonlySet<string> = new Set([
  "Evicted",
  "Preempted",
  "TaintManagerEviction",
  "NodeLost",
  "Terminated",
]);
const SURVIVE =
  "A run survives it by a rule of podFailurePolicy that ignores the pod condition DisruptionTarget, which a policy's ignoreDisruptions adds, or by a higher backoffLimit.";

/**
 * What exit codes may mean: 126 and 127 a shell's ("Exit Status for Commands" in POSIX.1), above 128 a signal's. They are
 * what is customary: a program may end with any of them.
 */
const EXIT_HINTS: Record<number, string> = {
  126: "A shell ends so where a command is not executable: check command and args, it may be that.",
  127: "A shell ends so where a command is not there: it may be missing in the image.",
  134: "It may have aborted (SIGABRT).",
  137: "It may have been killed from outside (SIGKILL); Kubernetes does not say that it was out of memory.",
  139: "It may have crashed with a segmentation fault (SIGSEGV).",
  143: "It may have been asked to end (SIGTERM), by whatever can send it a signal.",
};

function sidecar(what: string): string {
  return `${what}, an init container with restartPolicy Always, which is stopped once the others have ended`;
}

/** What Kubernetes' own words tell more exactly than the reason; the scheduler's, the Job controller's, the kubelet's. */
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
  [
    /Usage of EmptyDir volume "([^"]+)" exceeds/,
    (name) => `Raise the sizeLimit of volume ${name}, or let the container write less to it.`,
  ],
  [
    /ephemeral local storage usage exceeds()/i,
    () => "Raise resources.limits.ephemeral-storage, or let the container write less to its node.",
  ],
  [
    /node was low on resource: ([\w-]+)/,
    (name) =>
      `The node ran short of ${name}: request as much of it as the containers take, so that others go first.`,
  ],
];

/** What is known beside the reason. */
export interface Known {
  exitCode?: number | undefined;
  /** Kubernetes' own words. */
  message?: string | undefined;
  /** Containers of the pod that had succeeded before this one ended. */
  beside?: readonly string[] | undefined;
}

/** What to do about it: of what is known for certain, else what it may be. */
export function hintFor(reason: string, known: Known = {}): string | undefined {
  return told(known) ?? byReason(reason) ?? supposed(known);
}

function told({ message = "" }: Known): string | undefined {
  for (const [words, hint] of TOLD) {
    const [, name] = words.exec(message) ?? [];
    if (name !== undefined) return hint(name);
  }
  return undefined;
}

function byReason(reason: string): string | undefined {
  if (DISRUPTED.has(reason)) return SURVIVE;
  // A reason is whatever somebody wrote: not a name of Object.prototype.
  return Object.hasOwn(HINTS, reason) ? HINTS[reason] : undefined;
}

function supposed({ exitCode, beside = [] }: Known): string | undefined {
  if (beside.length > 0)
    return `If it only serves ${beside.join(", ")}, ${sidecar("it may be better off as a native sidecar")}.`;
  return exitCode === undefined ? undefined : EXIT_HINTS[exitCode];
}

/** Every hint, for what holds of all of them. */
export function allHints(): string[] {
  return [
    ...Object.values(HINTS),
    ...Object.values(EXIT_HINTS),
    ...TOLD.map(([, hint]) => hint("NAME")),
    SURVIVE,
    hintFor("Error", { beside: ["NAME"] }) ?? "",
  ];
}

/** A message and what to do about it, as the part of a sentence that goes on. */
export function advised(message: string, hint: string | undefined): string {
  return hint === undefined ? message : `${message} — ${hint.replace(/\.$/, "")}`;
}

/** Whether the container runtime could not start the container at all. */
export function isStartError(reason: string | undefined): boolean {
  return reason === "StartError" || reason === "ContainerCannotRun";
}
