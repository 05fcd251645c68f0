import { Command } from "commander";
import { EXIT } from "../exit-codes.ts";
import { addFileOptions, type FileOptions, type GlobalOptions } from "../options.ts";
import type { Verb } from "../verb.ts";

/** `diff`: what applying files would change, down to the Job, and what would follow. */
export const diff: Verb = (context) =>
  addFileOptions(
    new Command("diff").description(
      "show what applying BatchTasks would change in the cluster, down to their Jobs; stores nothing",
    ),
  ).action(async (_options: unknown, command: Command) => {
    const { diffFiles } = await import("../diff/diff.ts");
    if (await diffFiles(context, command.optsWithGlobals<GlobalOptions & FileOptions>()))
      context.exit(EXIT.No);
  });
