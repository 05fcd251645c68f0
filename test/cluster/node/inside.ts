import { NODE_NAMESPACES, type Plan } from "../plan/plan.ts";
import { ask } from "../supervise/protocol.ts";
import { type Environment, type Ran, runOrThrow } from "../util/run.ts";
import { which } from "../util/tools.ts";

/** Id, on the machine, of the process that holds the node's namespaces. */
export async function holderOf(plan: Plan): Promise<number> {
  const components = await ask(plan.layout.socket, { op: "list" });
  const holder = components.find(({ name, running }) => name === NODE_NAMESPACES && running);
  if (holder === undefined) throw new Error("the node's namespaces are gone");
  return holder.process.pid;
}

/** Runs a command inside the node's namespaces. */
export async function runInside(plan: Plan, argv: readonly string[], environment: Environment): Promise<Ran> {
  const nsenter = which("nsenter", environment) ?? "nsenter";
  const target = [
    "--target",
    String(await holderOf(plan)),
    "--mount",
    "--uts",
    "--ipc",
    "--net",
    "--pid",
    "--",
  ];
  return await runOrThrow([nsenter, ...target, ...argv], { environment, timeoutMs: 120_000 });
}
