import { Command } from "commander";
import type { BatchTask } from "../../api/batchtask.ts";
import type { Overrides } from "../../api/overrides.ts";
import { BATCHTASKS } from "../../api/resources.ts";
import { addChangeOptions, type Change, type ChangeOptions, changeTasks } from "../change.ts";
import type { Context } from "../context.ts";
import { addOverrideOptions, type OverrideOptions, overridesOf, rerunAnnotations } from "../run/overrides.ts";
import { wordsBehindDashes } from "../run/words.ts";
import type { Verb } from "../verb.ts";
import { fullName } from "../view/outcome.ts";
import { addWaitOptions, type WaitOptions } from "../wait/options.ts";

interface Options extends ChangeOptions, WaitOptions, OverrideOptions {}

const SUMMARY =
  "run BatchTasks once more, with all indexes; where a run goes on, the next one starts once it has ended";

/** `rerun`: one more run of what is there, by the annotation that asks for one. */
export const rerun: Verb = (context) =>
  addWaitOptions(addOverrideOptions(addChangeOptions(new Command("rerun"))))
    .summary(SUMMARY)
    .description(
      `${SUMMARY}. --env, and args behind --, hold for this one run: they are recorded with it, and the next one is of the spec again`,
    )
    .action(async (words: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const args = words.slice(words.length - wordsBehindDashes(command));
      const names = words.slice(0, words.length - args.length);
      const overrides = overridesOf(options, args);
      const value = new Date(context.clock.now()).toISOString();
      await changeTasks(
        context,
        { names, options },
        rerunChange(value, overrides),
        async (cluster, tasks) => {
          tellSuspended(context, tasks);
          if (!options.wait && !options.logs) return;
          const { waitAndFollow } = await import("../wait/wait-and-follow.ts");
          await waitAndFollow({ context, cluster }, tasks, options);
        },
      );
    });

/**
 * Asks for one more run.
 * @param rerun tells this rerun from all others
 */
export function rerunChange(rerun: string, overrides: Overrides | undefined): Change {
  return {
    did: "asked to run again",
    idle: () => undefined,
    change: async ({ client }, task, how) => {
      const { name, namespace, uid } = task.metadata;
      const annotations = rerunAnnotations(task, rerun, overrides);
      const patch = { metadata: { uid, annotations } };
      return await client.mergePatch(BATCHTASKS, { name, namespace }, patch, how);
    },
  };
}

function tellSuspended({ stderr }: Context, tasks: readonly BatchTask[]): void {
  for (const task of tasks.filter(({ spec }) => spec.suspend))
    stderr.write(
      `${fullName(task)} is suspended: the run starts once \`kubectl batchtask resume ${task.metadata.name}\` is said\n`,
    );
}
