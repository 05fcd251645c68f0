import { parseArgs } from "node:util";
import { readProvider } from "../cluster/arguments.ts";
import type { Provider } from "../cluster/options.ts";

export interface DemoOptions {
  keep: boolean;
  color: boolean;
  kubeconfig?: string | undefined;
  context?: string | undefined;
  provider?: Provider | undefined;
  nodeImage?: string | undefined;
}

export const USAGE = `Usage: npm run demo [-- flags]

Runs every example of deploy/examples on a real cluster and says how each ended.

  --keep              leave the cluster and the operator running, and print how to reach them
  --kubeconfig PATH   use this cluster instead of one made for the demo
  --context NAME      the context of the kubeconfig
  --provider WHICH    auto, existing, kind or built (auto), as of npm run cluster
  --node-image IMAGE  image of kind's node
  --no-color          no colours, as with NO_COLOR
  --help              this text`;

/** @throws Error that names a flag that does not exist, or what it may be */
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
      provider: { type: "string" },
      "node-image": { type: "string" },
      "no-color": { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return "help";
  const { keep, kubeconfig, context, "node-image": nodeImage } = values;
  const provider = readProvider(values.provider ?? "auto");
  return {
    keep,
    kubeconfig,
    context,
    provider,
    nodeImage,
    color: isTerminal && !noColor && !values["no-color"],
  };
}
