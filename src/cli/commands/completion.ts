import { Argument, Command } from "commander";
import type { Verb } from "../verb.ts";
import { INSTALL, SCRIPTS, SHELLS, type Shell } from "../completion/scripts.ts";

/** `completion`: the script for a shell. */
export const completion: Verb = (context) =>
  new Command("completion")
    .description("print the script that completes this command in a shell, with live names")
    .addArgument(new Argument("<shell>", "the shell, or kubectl for `kubectl batchtask`").choices(SHELLS))
    .addHelpText("after", `\n${SHELLS.map((shell) => `${shell.padEnd(9)}${INSTALL[shell]}`).join("\n")}`)
    .action((shell: Shell) => context.stdout.write(SCRIPTS[shell]));
