import { type BatchTask, isRerunDue } from "../../api/batchtask.ts";
import { phaseOfRun } from "../../api/status.ts";
import { isRunDue } from "../next/subject.ts";
import { type Moment, restLine } from "../view/at-rest.ts";
import { isComplete, isFinished, isOnSchedule } from "../view/lifecycle.ts";
import { outcomeLine, runLine } from "../view/outcome.ts";

/** What is waited for of one task. */
export interface Awaited {
  /** It need not be waited for any more. */
  isOver: (task: BatchTask) => boolean;
  /** What was waited for has succeeded. */
  isWell: (task: BatchTask) => boolean;
  /** How it is once it is over, in a line. */
  say: (task: BatchTask) => string;
  /** Of a task on a schedule: the number of the run, by what is known of it. */
  runOf?: (task: BatchTask) => number;
  /** Of a task on a schedule: no run goes on or is due, and the next one is not waited for. */
  isAtRest?: boolean;
}

/**
 * What to wait for until a task has run: its end, or, of one on a schedule, which has none, the end of the run that goes on
 * or is due.
 * @param asked as it is when it is asked for
 */
export function awaitedEnd(asked: BatchTask, moment: Moment): Awaited {
  if (!isOnSchedule(asked)) return { isOver: isFinished, isWell: isComplete, say: outcomeLine };
  const run = runToEnd(asked, moment.now);
  if (run !== undefined) return endOf(run);
  const say = (task: BatchTask) => restLine(task, moment);
  return { isOver: () => true, isWell: hasSucceeded, say, isAtRest: true };
}

/** The end of the first run that starts from now on, however long that takes. */
export function awaitedNext({ status }: BatchTask): Awaited {
  return endOf((status?.run?.number ?? 0) + 1);
}

/** What is waited for of each of several tasks. */
export function awaitedOf(
  tasks: readonly BatchTask[],
  of: (task: BatchTask) => Awaited,
): (task: BatchTask) => Awaited {
  const known = new Map(tasks.map((task) => [task.metadata.uid, of(task)]));
  return (task) => known.get(task.metadata.uid) ?? of(task);
}

/** The number of the run that goes on or is due; undefined: there is none. `now`: milliseconds since the epoch. */
function runToEnd(task: BatchTask, now: number): number | undefined {
  const { run } = task.status ?? {};
  if (!run) return isRunDue(task, now) || task.spec.runs?.schedule?.runAtOnce ? 1 : undefined;
  // Behind a run that goes on the rerun is the one that is meant.
  if (run.completionTime === undefined) return isRerunDue(task) ? run.number + 1 : run.number;
  return isRunDue(task, now) ? run.number + 1 : undefined;
}

function endOf(wanted: number): Awaited {
  const runOf = (task: BatchTask) => unlessReplaced(task, wanted);
  return {
    isOver: (task) => isOver(task, runOf(task)),
    isWell: (task) => outcomeOf(task, runOf(task)) === "Succeeded",
    say: (task) => runLine(task, runOf(task)),
    runOf,
  };
}

/** An edit that takes a run's place is what is waited for in its stead; the next time of a schedule is not. */
function unlessReplaced({ status }: BatchTask, wanted: number): number {
  const { run, history = [] } = status ?? {};
  const known = run ? [run, ...history] : history;
  let number = wanted;
  while (history.some((one) => one.number === number && one.outcome === "Replaced")) {
    const next = known.find((one) => one.number === number + 1);
    if (!next || next.trigger === "Scheduled") break;
    number += 1;
  }
  return number;
}

function isOver({ status }: BatchTask, wanted: number): boolean {
  const { number = 0, completionTime } = status?.run ?? {};
  return number > wanted || (number === wanted && completionTime !== undefined);
}

/** undefined: it is not kept any more. */
function outcomeOf({ status }: BatchTask, wanted: number): string | undefined {
  const { run, history = [] } = status ?? {};
  if (run?.number === wanted) return phaseOfRun(status);
  return history.find(({ number }) => number === wanted)?.outcome;
}

function hasSucceeded({ status }: BatchTask): boolean {
  return phaseOfRun(status) === "Succeeded";
}
