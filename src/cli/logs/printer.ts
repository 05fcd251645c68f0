import type { BatchTask } from "../../api/batchtask.ts";
import type { Pod } from "../../api/job.ts";
import type { Context } from "../context.ts";
import { isColoured, styleFor } from "../output/style.ts";
import { harmlessLine } from "./harmless-line.ts";
import type { LogLine } from "./lines.ts";
import type { LogOptions } from "./options.ts";

/** Prints lines of containers on stdout. */
export interface LogPrinter {
  /** To be told which pods there are: where there are several, lines are marked. */
  see(pods: readonly Pod[]): void;
  print(label: string, line: LogLine): void;
}

/**
 * Marks lines by index or pod where the task has several pods, or --prefix asks for it. A terminal gets no more of
 * them than text and colours, each line of it marked; a file or a pipe gets them as they were written, as of kubectl.
 * @param task written before each label, where several tasks are printed
 */
export function createPrinter(
  context: Context,
  { spec }: BatchTask,
  options: LogOptions & { color: boolean; task?: string | undefined },
): LogPrinter {
  const { stdout } = context;
  const style = styleFor(stdout, context, options);
  const { prefix, timestamps, task } = options;
  const colours = isColoured(stdout, context, options);
  let several = task !== undefined || (spec.parallelism ?? 1) > 1 || (spec.completions ?? 1) > 1;
  return {
    see(pods) {
      several ||= pods.length > 1 || pods.some((pod) => (pod.spec?.containers.length ?? 0) > 1);
    },
    print(label, { time, text }) {
      const mark = [task, label].filter((part) => part !== undefined).join("/");
      const start = (prefix ?? several) ? `${style.faint(`[${mark}]`)} ` : "";
      const lines = stdout.isTerminal ? harmlessLine(text, { colours }).split("\n") : [text];
      for (const line of lines) stdout.write(`${start}${timestamps ? `${time} ` : ""}${line}\n`);
    },
  };
}
