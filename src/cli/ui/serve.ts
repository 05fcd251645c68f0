import { randomBytes } from "node:crypto";
import { setFlagsFromString } from "node:v8";
import { BATCHTASKS } from "../../api/resources.ts";
import { servePage } from "../../ui/server/server.ts";
import { CliError, usageError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import { assetsOf } from "./assets.ts";
import { clusterPort } from "./cluster-port.ts";
import { openBrowser } from "./open.ts";
import { pageFiles } from "./page-files.ts";
import type { World } from "./world.ts";

export interface ServeOptions {
  /** undefined: all. */
  namespace: string | undefined;
  port: number;
  open: boolean;
}

/** Serves the page until Ctrl-C, or until nobody has looked at it for an hour. */
export async function serveUntilEnd(world: World, { namespace, port, open }: ServeOptions): Promise<void> {
  const { context, cluster } = world;
  const { clock, signal, stdout, stderr } = context;
  // What is read and passed on is garbage soon: it must not make the memory grow that it is made in.
  setFlagsFromString("--semi-space-growth-factor=1");
  // Who may not read the tasks is told so here, and not by an empty page.
  await cluster.client.list(BATCHTASKS, { namespace, limit: 1, signal });
  const assets = assetsOf(await pageFiles());
  const server = await servePage({
    cluster: clusterPort(world, namespace),
    assets,
    secret,
    clock,
    port,
  }).catch((error: unknown) => {
    throw portProblem(error, port);
  });
  try {
    stdout.write(`${server.url}\n`);
    stderr.write(
      "This address can be opened once, by you alone; it shows the cluster with your rights. Ctrl-C ends it\n",
    );
    if (open) openBrowser(server.url, process.platform);
    const interrupted = Promise.withResolvers<"interrupted">();
    const stop = () => interrupted.resolve("interrupted");
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    const ended = await Promise.race([interrupted.promise, server.idle]);
    if (ended !== "interrupted") stderr.write("Nobody has looked at the page for an hour, so it ends\n");
  } finally {
    await server.close();
  }
}

/** What nobody can guess. */
const secret = (): string => randomBytes(32).toString("base64url");

function portProblem(error: unknown, port: number): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE")
    return usageError(`--port ${port}: another program has it`, "Leave --port out to take one that is free");
  if (code === "EACCES") return new CliError(`--port ${port}: this user may not have it`, EXIT.Usage);
  return error;
}
