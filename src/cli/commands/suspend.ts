import { Command } from "commander";
import type { BatchTask } from "../../api/batchtask.ts";
import { QUEUE_LABEL } from "../../api/group.ts";
import { BATCHTASKS } from "../../api/resources.ts";
import { addChangeOptions, type Change, type ChangeOptions, changeTasks } from "../change.ts";
import type { Context } from "../context.ts";
import type { Verb } from "../verb.ts";
import { isFinished, isOnSchedule } from "../view/lifecycle.ts";

interface Options extends ChangeOptions {
  schedule?: true;
}

const SUSPEND = "stop the pods of BatchTasks until they are resumed (spec.suspend: true)";
const RESUME = "let suspended BatchTasks go on (spec.suspend: false)";

/** `suspend`: spec.suspend, or that of the schedule, as the author would set it. */
export const suspend: Verb = (context) =>
  addChangeOptions(new Command("suspend"))
    .summary(SUSPEND)
    .description(`${SUSPEND}; of those on a schedule no time counts meanwhile`)
    .option("--schedule", "suspend the schedule alone: a run that goes on does, and a rerun starts one")
    .action((names: string[], _options: unknown, command: Command) =>
      setSuspend(context, names, command.optsWithGlobals<Options>(), true),
    );

/** `resume`: the opposite. */
export const resume: Verb = (context) =>
  addChangeOptions(new Command("resume"))
    .summary(RESUME)
    .description(`${RESUME}; times of a schedule that came meanwhile are not made up for`)
    .option("--schedule", "resume the schedule that was suspended by suspend --schedule")
    .action((names: string[], _options: unknown, command: Command) =>
      setSuspend(context, names, command.optsWithGlobals<Options>(), false),
    );

async function setSuspend(
  context: Context,
  names: readonly string[],
  options: Options,
  value: boolean,
): Promise<void> {
  const change = options.schedule ? scheduleChange(value) : taskChange(value);
  await changeTasks(context, { names, options }, change);
}

/** Sets spec.suspend. */
export function taskChange(value: boolean): Change {
  return changing(value ? "suspended" : "resumed", { suspend: value }, (task) => {
    const queue = queueOf(task);
    if (queue !== undefined) return queue;
    if ((task.spec.suspend ?? false) === value) return value ? "it is suspended already" : notSuspended(task);
    return value && isFinished(task) && !isOnSchedule(task) ? endedSay(task) : undefined;
  });
}

/** Sets suspend of the schedule. */
export function scheduleChange(value: boolean): Change {
  const did = value ? "schedule suspended" : "schedule resumed";
  return changing(did, { runs: { schedule: { suspend: value } } }, ({ spec }) => {
    const { schedule } = spec.runs ?? {};
    if (!schedule) return "it is on no schedule";
    if ((schedule.suspend ?? false) !== value) return undefined;
    return value ? "its schedule is suspended already" : "its schedule is not suspended";
  });
}

/** @param idle why there is nothing to do */
function changing(did: string, spec: object, idle: (task: BatchTask) => string | undefined): Change {
  return {
    did,
    idle,
    change: async ({ client }, task, options) => {
      const { name, namespace, uid } = task.metadata;
      const patch = { metadata: { uid }, spec };
      return await client.mergePatch(BATCHTASKS, { name, namespace }, patch, options);
    },
  };
}

/** Of one on a schedule spec.suspend still says whether times count. */
function queueOf(task: BatchTask): string | undefined {
  const { labels, namespace } = task.metadata;
  const queue = labels?.[QUEUE_LABEL];
  if (queue === undefined || isOnSchedule(task)) return undefined;
  return `it is in Kueue's queue ${queue}, which alone lets its Job start and stop, by spec.active of the Job's Workload: \`kubectl get workloads -n ${namespace}\``;
}

const notSuspended = ({ spec, metadata }: BatchTask): string =>
  spec.runs?.schedule?.suspend
    ? `it is not suspended; its schedule is: \`kubectl batchtask resume ${metadata.name} --schedule\``
    : "it is not suspended";

const endedSay = ({ status }: BatchTask): string =>
  `run ${status?.run?.number} has ended (${status?.phase}), so there is nothing to suspend`;
