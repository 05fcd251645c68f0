import { Command } from "commander";
import type { BatchTask } from "../../api/batchtask.ts";
import { BATCHTASKS } from "../../api/resources.ts";
import { addChangeOptions, type Change, type ChangeOptions, changeTasks } from "../change.ts";
import type { Verb } from "../verb.ts";
import { isFinished } from "../view/lifecycle.ts";

/** `suspend`: spec.suspend, as its author would set it. */
export const suspend: Verb = (context) =>
  addChangeOptions(new Command("suspend"))
    .description("stop the pods of BatchTasks until they are resumed (spec.suspend: true)")
    .action(async (names: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ChangeOptions>();
      await changeTasks(context, { names, options }, setSuspend(true, "suspended"));
    });

/** `resume`: the opposite. */
export const resume: Verb = (context) =>
  addChangeOptions(new Command("resume"))
    .description("let suspended BatchTasks go on (spec.suspend: false)")
    .action(async (names: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ChangeOptions>();
      await changeTasks(context, { names, options }, setSuspend(false, "resumed"));
    });

function setSuspend(value: boolean, did: string): Change {
  return {
    did,
    change: async ({ client }, task, options) => {
      const { name, namespace, uid } = task.metadata;
      if ((task.spec.suspend ?? false) === value)
        return value ? "it is suspended already" : "it is not suspended";
      if (value && isFinished(task)) return endedSay(task);
      return await client.mergePatch(
        BATCHTASKS,
        { name, namespace },
        { metadata: { uid }, spec: { suspend: value } },
        options,
      );
    },
  };
}

const endedSay = ({ status }: BatchTask): string =>
  `run ${status?.run?.number} has ended (${status?.phase}), so there is nothing to suspend`;
