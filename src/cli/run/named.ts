import type { Command } from "commander";
import { usageError } from "../errors.ts";
import { collect } from "../options.ts";

/** A task that the command line names, as `kubectl create job` has it. */
export interface NamedTask {
  name: string;
  image: string;
  env: readonly string[];
  serviceAccount: string | undefined;
  /** What follows --; none: the image's own. */
  command: readonly string[];
}

export interface NamedOptions {
  image?: string;
  env?: string[];
  serviceAccount?: string;
}

/** NAME, --image and what goes with them. */
export function addNamedOptions(command: Command): Command {
  return command
    .argument(
      "[task...]",
      "instead of -f: NAME -- COMMAND ARGS, a new BatchTask of one container, as `kubectl create job` makes a Job, with restartPolicy Never; without a command the image's own is run",
    )
    .option("--image <image>", "of NAME: the container's image")
    .option("--env <key=value>", "of NAME: a variable of the container; may be repeated", collect)
    .option("--service-account <name>", "of NAME: the pod's ServiceAccount (default)");
}

/**
 * The task that NAME and its flags ask for; undefined: the files of -f are meant.
 * @param words what stands behind the verb and is no flag
 * @param dashed how many of them stand behind --
 * @throws CliError for a command line that means neither or both
 */
export function namedTask(
  words: readonly string[],
  dashed: number,
  { filename, image, env = [], serviceAccount }: NamedOptions & { filename: readonly string[] },
): NamedTask | undefined {
  const before = words.slice(0, words.length - dashed);
  const [name] = before;
  const isNamed = words.length > 0 || image !== undefined || env.length > 0 || serviceAccount !== undefined;
  if (!isNamed) return undefined;
  if (filename.length > 0)
    throw usageError("-f and NAME, --image and what goes with them can't go together", "Choose one of them");
  if (name === undefined)
    throw usageError("--image, --env, --service-account and -- need a NAME", `Write ${USAGE}`);
  if (before.length > 1)
    throw usageError(`${before.length} names are given: ${before.join(", ")}`, `Write ${USAGE}`);
  if (!image)
    throw usageError(`NAME ${name} is given without --image`, `Write ${USAGE}, or name files by -f FILE`);
  return { name, image, env, serviceAccount, command: words.slice(before.length) };
}

const USAGE = "`kubectl batchtask run NAME --image IMAGE -- COMMAND ARGS`";
