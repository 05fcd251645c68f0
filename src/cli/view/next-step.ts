import type { BatchTask } from "../../api/batchtask.ts";
import { REASONS, type Reason } from "../../api/reasons.ts";
import type { Phase } from "../../api/status.ts";
import { hasFinished, readyOf } from "./lifecycle.ts";

/** What to do now: a sentence, and commands that can be copied. */
export interface NextStep {
  advice: string | undefined;
  commands: string[];
}

/** Pure: follows from the task alone. */
export function nextStep(task: BatchTask): NextStep {
  const { reason } = readyOf(task);
  const known: Reason | undefined = Object.entries(REASONS).find(([name]) => name === reason)?.[1];
  const explained = task.status?.failure?.hint === undefined ? known?.next : undefined;
  return { advice: isStuck(task) ? MEND : explained, commands: commandsFor(task) };
}

const MEND =
  "Edit the task: the edit takes this run's place at once, since none of its pods could start. Left alone, the run fails once runs.startDeadlineSeconds are over.";

/** A run that goes on, and whose pods can't start. */
function isStuck(task: BatchTask): boolean {
  return task.status?.phase === "Running" && task.status.failure !== undefined && !hadPods(task);
}

interface Commands {
  own: (verb: string, more?: string) => string;
  /** The pods may have written something. */
  hadPods: boolean;
  /** The pod that can't start. */
  stuckPod: string | undefined;
  namespace: string;
  name: string;
}

/** What to type next in each phase. */
const NEXT: Readonly<Record<Phase, (commands: Commands) => string[]>> = {
  Pending: ({ own }) => [own("wait")],
  Running: (commands) => followed(commands),
  Finishing: (commands) => followed(commands),
  Queued: ({ namespace }) => [`kubectl batchtask get -n ${namespace}`],
  Suspended: ({ own }) => [own("resume")],
  Succeeded: (commands) => logged(commands),
  Rejected: ({ name, namespace }) => [`kubectl edit batchtask ${name} -n ${namespace}`],
  Failed: (commands) => [...logged(commands), commands.own("rerun")],
  Unknown: (commands) => [...logged(commands), commands.own("rerun")],
};

const followed = ({ own, hadPods, stuckPod, namespace }: Commands): string[] => {
  if (hadPods) return [own("logs", " -f")];
  return stuckPod === undefined ? [own("wait")] : [`kubectl describe pod ${stuckPod} -n ${namespace}`];
};
const logged = ({ own, hadPods }: Commands): string[] => (hadPods ? [own("logs")] : []);

function commandsFor(task: BatchTask): string[] {
  const { name, namespace } = task.metadata;
  const { phase } = task.status ?? {};
  if (phase === undefined) return ["kubectl batchtask check"];
  const own = (verb: string, more = "") => `kubectl batchtask ${verb} ${name} -n ${namespace}${more}`;
  // Of a task whose next run is due, what has ended is not the matter any more.
  if (isOver(phase) && !hasFinished(task)) return [own("wait")];
  return NEXT[phase]({ own, hadPods: hadPods(task), stuckPod: task.status?.failure?.pod, name, namespace });
}

const isOver = (phase: Phase): boolean => ["Succeeded", "Failed", "Rejected", "Unknown"].includes(phase);

/** A pod of the run has begun, so there may be logs. */
function hadPods({ status }: BatchTask): boolean {
  const { ready = 0, succeeded = 0, failed = 0, run } = status ?? {};
  return run?.podStartTime !== undefined || ready + succeeded + failed > 0;
}
