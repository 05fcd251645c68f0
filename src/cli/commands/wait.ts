import { Command } from "commander";
import type { BatchTask } from "../../api/batchtask.ts";
import { CONDITION_TYPES } from "../../api/condition.ts";
import { addTimeoutOption } from "../change.ts";
import { awaitTasks } from "../wait/await.ts";
import { type Awaited, awaitedEnd, awaitedNext, awaitedOf } from "../wait/awaited.ts";
import { withCluster } from "../cluster/connect.ts";
import { findNamedTasks } from "../task/find.ts";
import { usageError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import type { GlobalOptions } from "../options.ts";
import { createProgressDisplay } from "../output/progress-display.ts";
import type { Verb } from "../verb.ts";
import type { Moment } from "../view/at-rest.ts";
import { holds, isFinished } from "../view/lifecycle.ts";
import { fullName, outcomeLine } from "../view/outcome.ts";

interface Options extends GlobalOptions {
  for: string;
  selector?: string;
  timeout: number;
}

/** `wait`: until tasks have ended or a condition holds; the exit code tells how. */
export const wait: Verb = (context) =>
  addTimeoutOption(new Command("wait"))
    .summary(SUMMARY)
    .description(
      `${SUMMARY}. Of one on a schedule the run that goes on or is due is waited for; without such a run it is told at once when the next one starts, and the last one counts`,
    )
    .argument("[names...]", "names of BatchTasks; @latest is the one that ran last")
    .option("-l, --selector <selector>", "those with these labels, as in team=data,tier!=test")
    .option(
      "--for <condition>",
      `succeeded, next-run (the first one that starts from now on), or condition=TYPE: ${CONDITION_TYPES.join(", ")}`,
      "succeeded",
    )
    .action(async (names: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const goal = goalOf(options.for);
      await withCluster(context, options, async (cluster) => {
        const tasks = await findNamedTasks(cluster, { ...options, names }, context.signal);
        const moment = { now: cluster.now(), timeZone: context.timeZone };
        const awaited = awaitedOf(tasks, (task) => goal(task, moment));
        const until = (task: BatchTask) => awaited(task).isOver(task);
        const onEnd = (task: BatchTask) => context.stdout.write(`${awaited(task).say(task)}\n`);
        const ended = await awaitTasks(
          { context, cluster },
          { tasks, until, onEnd, timeoutMs: options.timeout },
          createProgressDisplay(context),
        );
        if (!ended.every((task) => awaited(task).isWell(task))) context.exit(EXIT.No);
      });
    });

const SUMMARY = "wait for BatchTasks; exits with 0 once they are as wanted, 1 where they can't be any more";

function goalOf(text: string): (task: BatchTask, moment: Moment) => Awaited {
  if (text === "succeeded") return awaitedEnd;
  if (text === "next-run") return awaitedNext;
  const [key, type = ""] = text.split("=");
  const found = CONDITION_TYPES.find((one) => one.toLowerCase() === type.toLowerCase());
  if (key !== "condition" || !found)
    throw usageError(
      `--for=${text}: not a condition of BatchTasks`,
      `Take succeeded, next-run, or condition=${CONDITION_TYPES.join(", condition=")}`,
    );
  const isWell = (task: BatchTask) => holds(task, found);
  return () => ({
    // What has ended another way stays so: there is nothing more to wait for.
    isOver: (task) => isWell(task) || isFinished(task),
    isWell,
    say: (task) => (isWell(task) ? `${fullName(task)} condition met` : outcomeLine(task)),
  });
}
