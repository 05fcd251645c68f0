import { Command } from "commander";
import { RERUN_ANNOTATION } from "../../api/group.ts";
import { BATCHTASKS } from "../../api/resources.ts";
import { addChangeOptions, type ChangeOptions, changeTasks } from "../change.ts";
import type { Verb } from "../verb.ts";
import { fullName } from "../view/outcome.ts";
import { addWaitOptions, type WaitOptions } from "../wait/options.ts";

interface Options extends ChangeOptions, WaitOptions {}

/** `rerun`: one more run of what is there, by the annotation that asks for one. */
export const rerun: Verb = (context) =>
  addWaitOptions(addChangeOptions(new Command("rerun")))
    .description(
      "run BatchTasks once more as they are, with all indexes; where a run goes on, the next one starts once it has ended",
    )
    .action(async (names: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const value = new Date(context.clock.now()).toISOString();
      const annotations = { [RERUN_ANNOTATION]: value };
      await changeTasks(
        context,
        { names, options },
        {
          did: "asked to run again",
          change: ({ client }, { metadata }, how) => {
            const { name, namespace, uid } = metadata;
            return client.mergePatch(
              BATCHTASKS,
              { name, namespace },
              { metadata: { uid, annotations } },
              how,
            );
          },
        },
        async (cluster, tasks) => {
          for (const task of tasks.filter(({ spec }) => spec.suspend))
            context.stderr.write(
              `${fullName(task)} is suspended: the run starts once \`kubectl batchtask resume ${task.metadata.name}\` is said\n`,
            );
          if (!options.wait && !options.logs) return;
          const { waitAndFollow } = await import("../wait/wait-and-follow.ts");
          await waitAndFollow({ context, cluster }, tasks, options);
        },
      );
    });
