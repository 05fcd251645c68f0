import type { BatchTask } from "../../api/batchtask.ts";
import { humanDuration } from "../../mirror/duration.ts";
import { isStartError } from "../../mirror/hints.ts";
import { reasonNamed } from "../../api/reasons.ts";
import type { Phase } from "../../api/status.ts";
import { hasFinished, readyOf } from "./lifecycle.ts";

/** What to do now: a sentence, and commands that can be copied. */
export interface NextStep {
  advice: string | undefined;
  commands: string[];
}

/** Pure. `now` is RFC 3339. */
export function nextStep(task: BatchTask, now: string): NextStep {
  const { reason } = readyOf(task);
  const explained = task.status?.failure?.hint === undefined ? reasonNamed(reason)?.next : undefined;
  const advice = isStuck(task) ? mend(task, now) : isRetrying(task) ? INSTEAD : explained;
  return { advice, commands: commandsFor(task) };
}

const INSTEAD =
  "An edit runs once this run has ended; one that sets runs.onChange to Immediately takes its place at once.";

function isRetrying({ status }: BatchTask): boolean {
  return status?.phase === "Running" && status.failure?.exitCode !== undefined;
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
  return task.status?.phase === "Running" && task.status.failure !== undefined && !hadPods(task);
}

interface Commands {
  own: (verb: string, more?: string) => string;
  /** The pods may have written something. */
  hadPods: boolean;
  /** The pod that can't start. */
  stuckPod: string | undefined;
  /** What failed would fail once more, unless the task is edited. */
  isOfSpec: boolean;
  /** It has passed its deadline. */
  isLate: boolean;
  /** Its container never started, so there is no log of it. */
  neverStarted: boolean;
  edit: string;
  namespace: string;
}

/** What to type next in each phase. */
const NEXT: Readonly<Record<Phase, (commands: Commands) => string[]>> = {
  Pending: ({ own }) => [own("wait")],
  Running: (commands) => followed(commands),
  Finishing: (commands) => followed(commands),
  Queued: ({ namespace }) => [`kubectl batchtask get -n ${namespace}`],
  Suspended: ({ own }) => [own("resume")],
  Succeeded: (commands) => logged(commands),
  Rejected: ({ edit }) => [edit],
  Failed: (commands) => failed(commands),
  Unknown: (commands) => [...logged(commands), commands.own("rerun")],
};

const failed = (commands: Commands): string[] => {
  const { own, edit, neverStarted, isLate } = commands;
  // With the deadline go the pods and their logs; and an edit of the deadline alone starts no run.
  if (isLate) return [edit, own("rerun")];
  return [...(neverStarted ? [] : logged(commands)), again(commands)];
};
const followed = ({ own, hadPods, stuckPod, namespace, neverStarted, edit }: Commands): string[] => {
  if (neverStarted) return [edit];
  if (hadPods) return [own("logs", " -f")];
  return stuckPod === undefined ? [own("wait")] : [`kubectl describe pod ${stuckPod} -n ${namespace}`];
};
/** What the spec itself brings about, it brings about again. */
const again = ({ own, edit, isOfSpec }: Commands): string => (isOfSpec ? edit : own("rerun"));
const logged = ({ own, hadPods }: Commands): string[] => (hadPods ? [own("logs")] : []);

function commandsFor(task: BatchTask): string[] {
  const { name, namespace } = task.metadata;
  const { phase } = task.status ?? {};
  if (phase === undefined) return ["kubectl batchtask check"];
  const own = (verb: string, more = "") => `kubectl batchtask ${verb} ${name} -n ${namespace}${more}`;
  // Of a task whose next run is due, what has ended is not the matter any more.
  if (isOver(phase) && !hasFinished(task)) return [own("wait")];
  const { failure } = task.status ?? {};
  return NEXT[phase]({
    own,
    hadPods: hadPods(task),
    stuckPod: failure?.pod,
    isOfSpec: isOfSpec(task),
    isLate: readyOf(task).reason === "DeadlineExceeded",
    neverStarted: isStartError(failure?.reason) && !task.status?.ready,
    edit: `kubectl edit batchtask ${name} -n ${namespace}`,
    namespace,
  });
}

/** Too little memory, or a command that is not there or can't be run (exit codes 127 and 126 of a shell). */
function isOfSpec(task: BatchTask): boolean {
  const { reason, exitCode = 0 } = task.status?.failure ?? {};
  return reason === "OOMKilled" || isStartError(reason) || [126, 127].includes(exitCode);
}

const isOver = (phase: Phase): boolean => ["Succeeded", "Failed", "Rejected", "Unknown"].includes(phase);

/** A pod of the run has begun, so there may be logs. */
function hadPods({ status }: BatchTask): boolean {
  const { ready = 0, succeeded = 0, failed = 0, run } = status ?? {};
  return run?.podStartTime !== undefined || ready + succeeded + failed > 0;
}
