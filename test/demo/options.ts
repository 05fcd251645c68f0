import { parseArgs } from "node:util";

export interface DemoOptions {
  keep: boolean;
  color: boolean;
  kubeconfig?: string | undefined;
  context?: string | undefined;
}

export const USAGE = `Usage: npm run demo [-- flags]

Runs every example of deploy/examples on a real cluster and says how each ended.

  --keep              leave the cluster and the operator running, and print how to reach them
  --kubeconfig PATH   use this cluster instead of one made for the demo
  --context NAME      the context of the kubeconfig
  --no-color          no colours, as with NO_COLOR
  --help              this text`;

/** @throws TypeError that names a flag that does not exist */
export function readOptions(
  args: string[],
  { noColor, isTerminal }: { noColor: boolean; isTerminal: boolean },
): DemoOptions | "help" {
  const { values } = parseArgs({
    args,
    options: {
      keep: { type: "boolean", default: false },
      kubeconfig: { type: "string" },
      context: { type: "string" },
      "no-color": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const { keep, kubeconfig, context } = values;
  return { keep, kubeconfig, context, color: isTerminal && !noColor && !values["no-color"] };
}
