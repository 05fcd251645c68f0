import type { BatchTask } from "../../api/batchtask.ts";
import { QUEUE_LABEL } from "../../api/group.ts";
import { humanDuration } from "../../status/duration.ts";
import { isStartError } from "../../status/failure/hints.ts";
import { NEXT as NEXT_OF_RUN } from "../../status/phase.ts";
import { reasonNamed } from "../../api/reasons.ts";
import { type Phase, isTerminalPhase } from "../../api/status.ts";
import type { Outcome } from "../../api/history.ts";
import { isRunDue } from "../next/subject.ts";
import type { TaskView } from "../task/task-view.ts";
import { isFinished, isHeld, isLate, isOnSchedule, readyOrUnseen } from "./lifecycle.ts";

/** What to do now: a sentence, and commands that can be copied. */
export interface NextStep {
  advice: string | undefined;
  commands: string[];
}

/** A task, and the pods of its run that are there. */
export type TaskAndPods = Pick<TaskView, "task" | "pods" | "unread">;

/** Pure. `now` is RFC 3339. */
export function nextStep(seen: TaskAndPods, now: string): NextStep {
  const { task } = seen;
  const commands = commandsFor(seen, now);
  return { advice: isStuck(task) ? mend(task, now) : adviceFor(seen), commands };
}

function adviceFor(seen: TaskAndPods): string | undefined {
  const { task } = seen;
  if (isRetrying(task)) return isEdited(task) ? goesOn(task) : `${goesOn(task)} ${insteadOf(task)}`;
  if (isLate(task)) return LATE;
  if (task.status?.failure?.hint !== undefined) return undefined;
  const { reason } = readyOrUnseen(task);
  return BY_PODS.has(reason) && arePodsGone(seen) ? withoutLogs(task) : reasonNamed(reason)?.next;
}

/** Pods ended the run, and their logs may tell why. */
const BY_PODS: ReadonlySet<string> = new Set([
  "Error",
  "BackoffLimitExceeded",
  "FailedIndexes",
  "MaxFailedIndexesExceeded",
]);
/** An edit of a task on a schedule starts no run. */
const withoutLogs = (task: BatchTask): string =>
  `Its pods are deleted, and their logs with them. Run it again and read them while it runs${isOnSchedule(task) ? `. ${FROM_THE_NEXT_ON}` : ", or edit its pod template, which runs it too. An edit of backoffLimit alone starts no run."}`;

const FROM_THE_NEXT_ON = "An edit holds from the next run on.";

/** What is known not to be there; who may not read pods doesn't know. */
const arePodsGone = ({ pods, unread }: TaskAndPods): boolean => pods.length === 0 && unread.length === 0;

const insteadOf = (task: BatchTask): string =>
  `${isOnSchedule(task) ? FROM_THE_NEXT_ON.slice(0, -1) : "An edit runs once this run has ended"}; one that sets runs.onChange to Immediately takes its place at once.`;

const LATE =
  "Raise activeDeadlineSeconds and run it again (that edit alone starts no run), or find out why it is slow: its pods are deleted, and their logs with them, so read them while it runs.";

/** An edit waits for the end of the run. */
const isEdited = (task: BatchTask): boolean => readyOrUnseen(task).message.includes(NEXT_OF_RUN.SpecChanged);

/** Of pods that are replaced; "Pod backoff failure policy" of Kubernetes' page on Jobs. */
function goesOn({ status }: BatchTask): string {
  const most = status?.effective?.backoffLimit;
  const end = most === undefined ? "" : `, until more than ${most} pods have failed (backoffLimit)`;
  return `The Job tries again by itself, after 10 s, 20 s, 40 s and so on up to 6 minutes${end}.`;
}

function isRetrying({ status }: BatchTask): boolean {
  return GOES_ON.has(status?.phase) && status?.failure?.attempt !== undefined;
}

function mend({ status }: BatchTask, now: string): string {
  const startTime = status?.run?.startTime;
  const seconds = status?.effective?.startDeadlineSeconds;
  const edit =
    "Once what keeps the pods from starting is mended, the run goes on by itself. Or edit the task: the edit takes this run's place at once, since none of its pods could start. Left alone, the run fails";
  if (startTime === undefined || seconds === undefined)
    return `${edit} if no pod runs within runs.startDeadlineSeconds.`;
  const end = new Date(Date.parse(startTime) + seconds * 1_000).toISOString();
  return `${edit} in ${humanDuration(now, end)}, unless a pod runs by then (runs.startDeadlineSeconds is ${seconds}).`;
}

/** A run that goes on, and whose pods can't start. */
export function isStuck(task: BatchTask): boolean {
  return GOES_ON.has(task.status?.phase) && task.status?.failure !== undefined && !hadPods(task);
}

const GOES_ON: ReadonlySet<Phase | undefined> = new Set<Phase>(["Starting", "Running"]);

interface Commands {
  own: (verb: string, more?: string) => string;
  /** The pods may have written something. */
  hadPods: boolean;
  /** They are deleted, and what they have written with them. */
  podsGone: boolean;
  /** The completion index that the failure is of. */
  failedIndex: number | undefined;
  /** The pod that can't start. */
  stuckPod: string | undefined;
  /** What failed would fail once more, unless the task is edited. */
  isOfSpec: boolean;
  /** A policy refuses it, or lets it wait for the end of a freeze. */
  isOfPolicy: boolean;
  /** It has passed its deadline. */
  isLate: boolean;
  /** An edit waits for the end of the run. */
  isEdited: boolean;
  /** Replaces the run by the edit. */
  replace: string;
  /** Its container never started, so there is no log of it. */
  neverStarted: boolean;
  edit: string;
  namespace: string;
  /** Tells what Kueue says of the Job that waits in its queue. */
  workload: string | undefined;
  /** Of a task on a schedule. */
  scheduled: Scheduled | undefined;
}

interface Scheduled {
  /** How its latest run has ended. */
  outcome: Outcome | undefined;
  /** Lets times count again, where none does. */
  resume: string | undefined;
  isInvalid: boolean;
}

/** What to type next in each phase. */
const NEXT: Readonly<Record<Phase, (commands: Commands) => string[]>> = {
  Scheduled: (commands) => betweenRuns(commands),
  Pending: ({ own }) => [own("wait")],
  Starting: (commands) => followed(commands),
  Running: (commands) => followed(commands),
  Finishing: (commands) => followed(commands),
  Queued: ({ isOfPolicy, namespace, workload }) => {
    if (workload !== undefined) return [workload];
    return [`kubectl batchtask ${isOfPolicy ? "policy explain" : "get"} -n ${namespace}`];
  },
  Suspended: ({ own }) => [own("resume")],
  Succeeded: (commands) => logged(commands),
  Rejected: ({ edit, isOfPolicy, namespace }) =>
    isOfPolicy ? [`kubectl batchtask policy explain -n ${namespace}`, edit] : [edit],
  Failed: (commands) => failed(commands),
  Unknown: (commands) => [...logged(commands), commands.own("rerun")],
};

/** What the latest run asks for, and how to see the next ones. */
function betweenRuns(commands: Commands): string[] {
  const { own, edit, scheduled } = commands;
  const { outcome, resume, isInvalid } = scheduled ?? {};
  if (isInvalid) return [edit];
  const after = outcome === undefined ? [] : NEXT[outcome](commands);
  const now = outcome === undefined ? [`${own("rerun")}  # a run now, beside the schedule`] : [];
  return [...after, resume ?? own("next"), ...now];
}

const failed = (commands: Commands): string[] => {
  const { own, edit, neverStarted, isLate } = commands;
  // With the deadline go the pods and their logs; and an edit of the deadline alone starts no run.
  if (isLate) return [edit, own("rerun", " --logs")];
  return [...(neverStarted ? [] : logged(commands)), again(commands)];
};
const followed = ({ isEdited, replace, ...commands }: Commands): string[] =>
  isEdited ? [...watched(commands), `${replace}  # the edit now, in place of this run`] : watched(commands);
const watched = ({
  own,
  hadPods,
  stuckPod,
  namespace,
  neverStarted,
  edit,
}: Omit<Commands, "isEdited" | "replace">): string[] => {
  if (neverStarted) return [edit];
  if (hadPods) return [own("logs", " -f")];
  return stuckPod === undefined ? [own("wait")] : [`kubectl describe pod ${stuckPod} -n ${namespace}`];
};
/** What the spec itself brings about, it brings about again. */
const again = ({ own, edit, isOfSpec, podsGone, scheduled }: Commands): string =>
  isOfSpec
    ? `${edit}  # ${scheduled ? "an edit holds from the next run on" : "an edit of the pod template starts the next run"}`
    : own("rerun", podsGone ? " --logs" : "");
const logged = ({ own, hadPods, podsGone, failedIndex }: Commands): string[] =>
  hadPods && !podsGone ? [own("logs", failedIndex === undefined ? "" : ` --index ${failedIndex}`)] : [];

function commandsFor(seen: TaskAndPods, now: string): string[] {
  const { task } = seen;
  const { name, namespace } = task.metadata;
  const { phase, failure } = task.status ?? {};
  if (phase === undefined) return ["kubectl batchtask check"];
  const own = (verb: string, more = "") => `kubectl batchtask ${verb} ${name} -n ${namespace}${more}`;
  // Of a task whose next run is due, what has ended is not the matter any more.
  if (isRunToCome(task, now)) return [own("wait")];
  return NEXT[phase]({
    own,
    hadPods: hadPods(task),
    podsGone: arePodsGone(seen),
    failedIndex: failure?.index,
    stuckPod: failure?.pod,
    isOfSpec: isOfSpec(task),
    isOfPolicy: ["PolicyViolation", "Frozen"].includes(readyOrUnseen(task).reason),
    isLate: isLate(task),
    isEdited: isEdited(task),
    neverStarted: isStartError(failure?.reason) && !task.status?.ready,
    edit: `kubectl edit batchtask ${name} -n ${namespace}`,
    replace: `kubectl patch batchtask ${name} -n ${namespace} --type=merge --patch '{"spec":{"runs":{"onChange":"Immediately"}}}'`,
    namespace,
    workload: workloadOf(task),
    scheduled: scheduledOf(task, own),
  });
}

/** Kueue has one for each Job in its queues. A task that waits for a slot of ours has no Job yet. */
function workloadOf({ metadata, status }: BatchTask): string | undefined {
  const { run, queuePosition } = status ?? {};
  if (metadata.labels?.[QUEUE_LABEL] === undefined || run?.jobUID === undefined) return undefined;
  if (queuePosition !== undefined) return undefined;
  return `kubectl describe workloads -n ${metadata.namespace} -l kueue.x-k8s.io/job-uid=${run.jobUID}`;
}

/** It is at rest, and its next run is asked for. */
function isRunToCome(task: BatchTask, now: string): boolean {
  const { phase } = task.status ?? {};
  if (phase === "Scheduled") return isRunDue(task, Date.parse(now));
  return isTerminalPhase(phase) && !isFinished(task);
}

function scheduledOf(task: BatchTask, own: Commands["own"]): Scheduled | undefined {
  const { spec, status } = task;
  const { schedule } = spec.runs ?? {};
  if (!schedule) return undefined;
  return {
    outcome: status?.run?.outcome,
    resume: isHeld(task) ? own("resume", schedule.suspend ? " --schedule" : "") : undefined,
    isInvalid: readyOrUnseen(task).reason === "InvalidSchedule",
  };
}

/** Too little memory, or a command that is not there or can't be run (exit codes 127 and 126 of a shell). */
function isOfSpec(task: BatchTask): boolean {
  const { reason, exitCode = 0 } = task.status?.failure ?? {};
  return reason === "OOMKilled" || isStartError(reason) || [126, 127].includes(exitCode);
}

/** A pod of the run has begun, so there may be logs. */
function hadPods({ status }: BatchTask): boolean {
  const { ready = 0, succeeded = 0, failed = 0, run } = status ?? {};
  return run?.podStartTime !== undefined || ready + succeeded + failed > 0;
}
