import { Command } from "commander";
import { withCluster } from "../cluster/connect.ts";
import type { Context } from "../context.ts";
import { addOutputOption, addSelectorOptions, type GlobalOptions } from "../options.ts";
import { arrayWriter } from "../output/array-writer.ts";
import { counted } from "../output/count.ts";
import { formatOf } from "../output/format.ts";
import { type Style, styleFor } from "../output/style.ts";
import { type Column, table } from "../output/table.ts";
import type { AffectedTask, AffectedValue } from "../policy-affected/affected.ts";
import type { Walked } from "../policy-affected/walk.ts";

const FORMATS = ["table", "wide", "json", "yaml"] as const;

interface Options extends GlobalOptions {
  output?: string;
  allNamespaces?: true;
  selector?: string;
}

/** `policy affected`: each task that a policy refuses or changed, of which its status shows the newest. */
export function policyAffected(context: Context): Command {
  const command = new Command("affected").description(
    "list every task that a policy adjusted or refuses, or would in mode Warn, by what the tasks' statuses say; of all namespaces, unless -n names one",
  );
  return addSelectorOptions(addOutputOption(command, FORMATS))
    .argument("<policy>", "the name of a BatchTaskPolicy; baseline is the one built in")
    .action(async (name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const { allNamespaces = false, namespace, selector } = options;
      const { kind } = formatOf(options.output, FORMATS);
      const { walkAffected } = await import("../policy-affected/walk.ts");
      await withCluster(context, options, async (cluster) => {
        const shown =
          kind === "json" || kind === "yaml" ? arrayWriter(context, kind) : rows(context, options, kind);
        const where = { namespace: allNamespaces ? undefined : namespace, allNamespaces, selector };
        const walked = await walkAffected(context, cluster, {
          name,
          where,
          found: (tasks) => shown.add(tasks),
        });
        shown.end();
        context.stderr.write(`${summary(walked)}\n`);
      });
    });
}

/** A line for each value, as the pages come: no column gets narrower than it was. */
function rows(context: Context, options: Options, kind: "table" | "wide") {
  const { stdout } = context;
  const wide = kind === "wide";
  const columns = columnsFor(styleFor(stdout, context, options));
  const widths: number[] = [];
  let headers = true;
  return {
    async add(tasks: readonly AffectedTask[]) {
      const lines = tasks.flatMap((task) => task.effects.map((effect) => ({ ...task, effect })));
      if (lines.length === 0) return;
      stdout.write(
        table(columns, lines, { wide, columns: wide ? undefined : stdout.columns, headers, widths }),
      );
      headers = false;
    },
    end: () => undefined,
  };
}

type Row = AffectedTask & { effect: AffectedValue };

function columnsFor(style: Style): Column<Row>[] {
  return [
    { title: "NAMESPACE", value: ({ namespace }) => namespace },
    { title: "TASK", value: ({ task }) => task },
    {
      title: "RESULT",
      value: ({ effect }) => effect.result,
      paint: (text, { effect }) => (effect.result === "Refused" ? style.bad(text) : style.warning(text)),
    },
    { title: "MODE", value: ({ effect }) => effect.mode },
    { title: "FIELD", value: ({ effect }) => effect.field, elastic: "start" },
    { title: "ASKED", value: ({ effect }) => effect.asked, elastic: "end" },
    { title: "APPLIED", value: ({ effect }) => effect.applied, elastic: "end" },
    { title: "RULE", value: ({ effect }) => effect.rule, wide: true },
    { title: "MESSAGE", value: ({ effect }) => effect.message, wide: true },
  ];
}

function summary({ namespace, tasks, refused, adjusted }: Walked): string {
  const where = namespace === undefined ? "in all namespaces" : `in namespace ${namespace}`;
  return `${refused + adjusted} of ${counted(tasks, "task")} ${where}: ${refused} refused, ${adjusted} adjusted`;
}
