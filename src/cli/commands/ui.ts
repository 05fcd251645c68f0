import { Command, Option } from "commander";
import { withCluster } from "../cluster/connect.ts";
import { usageError } from "../errors.ts";
import type { GlobalOptions } from "../options.ts";
import type { Verb } from "../verb.ts";

interface Options extends GlobalOptions {
  allNamespaces?: true;
  port: number;
  /** False: --no-open. */
  open: boolean;
}

const SUMMARY = "open a page in the browser: what ran, what runs, and what will run";
const HIGHEST_PORT = 65_535;

/** `ui`: the page, served on this machine alone with the rights of the kubeconfig. */
export const ui: Verb = (context) =>
  new Command("ui")
    .summary(SUMMARY)
    .description(
      `${SUMMARY}. It is served on 127.0.0.1 with the rights of your kubeconfig, to the one browser that opens the address, until Ctrl-C or an hour without a reader; nothing is installed in the cluster`,
    )
    .option("-A, --all-namespaces", "of all namespaces")
    .addOption(
      new Option("--port <number>", "the port on 127.0.0.1").argParser(portOf).default(0, "one that is free"),
    )
    .option("--no-open", "print the address, and open no browser")
    .action(async (_options: unknown, command: Command) => {
      const { allNamespaces, port, open, ...options } = command.optsWithGlobals<Options>();
      await withCluster(context, options, async (cluster) => {
        const { serveUntilEnd } = await import("../ui/serve.ts");
        const namespace = allNamespaces ? undefined : cluster.namespace;
        await serveUntilEnd({ context, cluster }, { namespace, port, open });
      });
    });

function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= HIGHEST_PORT) return Number(text);
  throw usageError(`--port ${text}: give a number from 1 to ${HIGHEST_PORT}, or 0 for one that is free`);
}
