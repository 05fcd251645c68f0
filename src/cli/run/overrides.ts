import type { Command } from "commander";
import type { BatchTask } from "../../api/batchtask.ts";
import { RERUN_ANNOTATION, RERUN_OVERRIDES_ANNOTATION } from "../../api/group.ts";
import { LONGEST_OVERRIDES, type Overrides } from "../../api/overrides.ts";
import { objectionToOverrides } from "../../job/overrides.ts";
import { usageError } from "../errors.ts";
import { collect } from "../options.ts";
import { fullName } from "../view/outcome.ts";
import { variable } from "./words.ts";

export interface OverrideOptions {
  env?: string[];
  container?: string;
}

/** What one run may have instead of what the spec says. */
export function addOverrideOptions(command: Command): Command {
  return command
    .option(
      "--env <key=value>",
      "for this run alone: a variable of the container, in place of the spec's; may be repeated",
      collect,
    )
    .option(
      "-c, --container <name>",
      "the container that --env and the args behind -- are for (kubectl's default container)",
    );
}

/**
 * The overrides that the command line asks for; undefined: none.
 * @param args what stands behind --
 * @throws CliError for a container without overrides, and what is no variable
 */
export function overridesOf(
  { env, container }: OverrideOptions,
  args: readonly string[],
): Overrides | undefined {
  if (env === undefined && args.length === 0) {
    if (container === undefined) return undefined;
    throw usageError(
      `--container ${container} is given without --env and without args`,
      "Give what it is for, as in --env DAY=2026-01-31 -- --full",
    );
  }
  return {
    ...(container !== undefined && { container }),
    ...(env && { env: env.map(variable) }),
    ...(args.length > 0 && { args: [...args] }),
  };
}

/**
 * The annotations that ask for one more run; null takes those of an earlier rerun away. Pure.
 * @param rerun tells this rerun from all others
 * @throws CliError where the task can't have the overrides
 */
export function rerunAnnotations(
  task: BatchTask,
  rerun: string,
  overrides: Overrides | undefined,
): Record<string, string | null> {
  if (!overrides) return { [RERUN_ANNOTATION]: rerun, [RERUN_OVERRIDES_ANNOTATION]: null };
  const objection = objectionToOverrides({ overrides }, task.spec);
  if (objection !== undefined) throw usageError(`${fullName(task)}: ${objection}`, "Name it by --container");
  const text = JSON.stringify({ rerun, ...overrides });
  if (text.length > LONGEST_OVERRIDES)
    throw usageError(
      `--env and args take ${text.length} characters as JSON, and at most ${LONGEST_OVERRIDES} are kept with a run`,
      "Give less, or edit the task",
    );
  return { [RERUN_ANNOTATION]: rerun, [RERUN_OVERRIDES_ANNOTATION]: text };
}
