import { Command } from "commander";
import type { BatchTask } from "../../api/batchtask.ts";
import { CONDITION_TYPES } from "../../api/condition.ts";
import { addTimeoutOption } from "../change.ts";
import { awaitTasks } from "../wait/await.ts";
import { withCluster } from "../cluster/connect.ts";
import { findNamedTasks } from "../task/find.ts";
import { usageError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import type { GlobalOptions } from "../options.ts";
import { createProgressDisplay } from "../output/progress-display.ts";
import type { Verb } from "../verb.ts";
import { isFinished, isComplete, holds } from "../view/lifecycle.ts";
import { fullName, outcomeLine } from "../view/outcome.ts";

interface Options extends GlobalOptions {
  for: string;
  selector?: string;
  timeout: number;
}

/** `wait`: until tasks have ended or a condition holds; the exit code tells how. */
export const wait: Verb = (context) =>
  addTimeoutOption(new Command("wait"))
    .description("wait for BatchTasks; exits with 0 once they are as wanted, 1 where they can't be any more")
    .argument("[names...]", "names of BatchTasks; @latest is the one that ran last")
    .option("-l, --selector <selector>", "those with these labels, as in team=data,tier!=test")
    .option("--for <condition>", `succeeded, or condition=TYPE: ${CONDITION_TYPES.join(", ")}`, "succeeded")
    .action(async (names: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const goal = goalOf(options.for);
      await withCluster(context, options, async (cluster) => {
        const tasks = await findNamedTasks(cluster, { ...options, names }, context.signal);
        // What has ended another way stays so: there is nothing more to wait for.
        const until = (task: BatchTask) => goal.isMet(task) || isFinished(task);
        const onEnd = (task: BatchTask) => context.stdout.write(`${goal.say(task)}\n`);
        const ended = await awaitTasks(
          { context, cluster },
          { tasks, until, onEnd, timeoutMs: options.timeout },
          createProgressDisplay(context),
        );
        if (!ended.every(goal.isMet)) context.exit(EXIT.No);
      });
    });

interface Goal {
  isMet: (task: BatchTask) => boolean;
  say: (task: BatchTask) => string;
}

function goalOf(text: string): Goal {
  if (text === "succeeded") return { isMet: isComplete, say: outcomeLine };
  const [key, type = ""] = text.split("=");
  const found = CONDITION_TYPES.find((one) => one.toLowerCase() === type.toLowerCase());
  if (key !== "condition" || !found)
    throw usageError(
      `--for=${text}: not a condition of BatchTasks`,
      `Take succeeded, or condition=${CONDITION_TYPES.join(", condition=")}`,
    );
  const isMet = (task: BatchTask) => holds(task, found);
  return {
    isMet,
    say: (task) => (isMet(task) ? `${fullName(task)} condition met` : outcomeLine(task)),
  };
}
