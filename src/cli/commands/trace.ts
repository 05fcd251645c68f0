import { jsonText } from "../../kube/json.ts";
import { Command } from "commander";
import { withCluster } from "../cluster/connect.ts";
import { addOutputOption, type GlobalOptions } from "../options.ts";
import { formatOf } from "../output/format.ts";
import { styleFor } from "../output/style.ts";
import type { Verb } from "../verb.ts";

const FORMATS = ["text", "json", "yaml"] as const;

interface Options extends GlobalOptions {
  output?: string;
}

/** `trace`: from a pod or a Job back to its task and policies. */
export const trace: Verb = (context) =>
  addOutputOption(new Command("trace"), FORMATS)
    .description(
      "from a pod or a Job back to the BatchTask that it is of, and the policies that the task is under",
    )
    .argument("<object>", "pod/NAME or job/NAME")
    .action(async (argument: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const format = formatOf(options.output, FORMATS);
      const { ownersOf } = await import("../task/owners.ts");
      const lineage = await withCluster(context, options, (cluster) =>
        ownersOf(cluster, argument, context.signal),
      );
      const { stdout } = context;
      if (format.kind === "json") return stdout.write(`${jsonText(lineage, 4)}\n`);
      if (format.kind === "yaml") {
        const { yamlText } = await import("../output/objects.ts");
        return stdout.write(await yamlText(lineage));
      }
      const { traceText } = await import("../view/trace.ts");
      stdout.write(traceText(lineage, { style: styleFor(stdout, context, options), width: stdout.columns }));
    });
