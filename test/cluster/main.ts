/** `npm run cluster -- up|down|status`. */
import { dirname, resolve } from "node:path";
import { findTool } from "../tools/tool.ts";
import { type Arguments, HELP, readArguments } from "./arguments.ts";
import { type Cluster, down, up, type UpOptions } from "./index.ts";
import { statusLines } from "./status.ts";
import { which } from "./util/tools.ts";

const environment = process.env;
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function bringUp(args: Arguments, signal: AbortSignal): Promise<void> {
  const started = Date.now();
  const { name, kubeconfig, context, nodeImage } = args;
  const options: UpOptions = {
    environment,
    signal,
    report: say,
    owner: "none",
    nodes: args.nodes,
    store: args.store,
    kubernetes: args.kubernetes,
    provider: args.provider,
    audit: args.audit,
    nodeImage,
    ...(name === undefined ? {} : { name }),
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
  };
  const cluster = await up(options);
  if (args.images.length > 0) await cluster.loadImages(args.images);
  for (const archive of args.archives) await cluster.importImage(resolve(archive));
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  say(
    `Cluster ${cluster.name} (${cluster.kind}) ${cluster.started ? "is up" : "runs already"} after ${seconds} s.`,
  );
  if (cluster.stateDir !== undefined) say(`logs:    ${cluster.stateDir}/logs`);
  const folders = await foldersOf(cluster, args);
  if (folders.length > 0) say(`export PATH="$PATH:${folders.join(":")}"`);
  say(`export KUBECONFIG=${cluster.kubeconfig}`);
  if (cluster.context !== undefined) say(`context: ${cluster.context}`);
}

/** Folders of the commands for this cluster that are not on PATH. */
async function foldersOf({ kubectlPath }: Cluster, { helm }: Arguments): Promise<string[]> {
  const isMissing = (name: string): boolean => which(name, environment) === undefined;
  const folders = isMissing("kubectl") ? [dirname(kubectlPath)] : [];
  if (!helm || !isMissing("helm")) return folders;
  const tool = await findTool("helm", environment);
  return "path" in tool ? [...folders, dirname(tool.path)] : folders;
}

async function bringDown(args: Arguments, signal: AbortSignal): Promise<void> {
  const { name, provider } = args;
  const options = { environment, signal, report: say, provider, ...(name === undefined ? {} : { name }) };
  say((await down(options)) ? "The cluster is down." : "There was no cluster of this name.");
}

async function main(): Promise<void> {
  // A reader that goes away, such as `head`, is no reason to leave a cluster half started.
  process.stdout.on("error", () => {});
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => interrupted.abort(new Error(`interrupted by ${signal}`)));
  }
  const args = readArguments(process.argv.slice(2));
  if (args.command === "up") await bringUp(args, interrupted.signal);
  else if (args.command === "down") await bringDown(args, interrupted.signal);
  else if (args.command === "status") for (const line of await statusLines(environment)) say(line);
  else say(HELP);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
