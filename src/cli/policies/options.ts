import type { Command } from "commander";
import { collect } from "../options.ts";

export interface PolicyOptions {
  policy?: string[];
  namespaceLabel?: string[];
}

/** Which policies an offline verb goes by. */
export function addPolicyOptions(command: Command): Command {
  return (
    command
      .option(
        "--policy <file>",
        "BatchTaskPolicies to go by: file, directory, glob or URL; may be repeated",
        collect,
      )
      // Its value is that of the global option, which is read first.
      .option(
        "--cluster [name]",
        "go by the policies and namespaces of the cluster, or of this one of the kubeconfig",
      )
      .option(
        "--namespace-label <key=value>",
        "a label of the namespace, for the selectors of --policy and the labels that its pods get from it; without any, every policy is taken to hold",
        collect,
      )
  );
}
