import { jsonText } from "../../kube/json.ts";
import { Command } from "commander";
import { withCluster } from "../cluster/connect.ts";
import { findTask } from "../task/find.ts";
import type { TaskView } from "../task/task-view.ts";
import type { Context } from "../context.ts";
import { addOutputOption, type GlobalOptions } from "../options.ts";
import { formatOf } from "../output/format.ts";
import { styleFor } from "../output/style.ts";
import type { Verb } from "../verb.ts";

const FORMATS = ["text", "json", "yaml"] as const;
interface Options extends GlobalOptions {
  output?: string;
}

/** `explain`: the one screen about a task. */
export const explain: Verb = (context) =>
  addOutputOption(new Command("explain"), FORMATS)
    .description("what a BatchTask is doing, what the guardrails changed, why it failed, and what to do now")
    .argument("<name>", "name of a BatchTask; @latest is the one that ran last")
    .action(async (name: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const format = formatOf(options.output, FORMATS);
      const { readTaskView } = await import("../task/task-view.ts");
      const view = await withCluster(context, options, async (cluster) =>
        readTaskView(cluster, await findTask(cluster, name, context.signal), context.signal),
      );
      const { nextStep } = await import("../view/next-step.ts");
      const now = new Date(context.clock.now()).toISOString();
      if (format.kind === "text") return await print(context, options, view, now);
      const whole = { ...view, next: nextStep(view, now) };
      const { yamlText } = await import("../output/objects.ts");
      context.stdout.write(format.kind === "json" ? `${jsonText(whole, 4)}\n` : await yamlText(whole));
    });

async function print(context: Context, options: Options, view: TaskView, now: string): Promise<void> {
  const { explainText } = await import("../view/explain.ts");
  const { stdout } = context;
  stdout.write(explainText(view, { style: styleFor(stdout, context, options), width: stdout.columns, now }));
}
