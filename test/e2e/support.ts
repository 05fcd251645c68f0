import { join } from "node:path";
import { inject } from "vitest";
import { type Cluster, up } from "../cluster/index.ts";
import { freePort } from "../examples/free-port.ts";
import { type OperatorProcess, startOperator } from "../examples/operator.ts";
import { prepareStage, type Stage } from "../examples/stage.ts";

/** The run's cluster with a namespace of its own and a running operator. */
export interface E2e extends Stage {
  operator: OperatorProcess;
}

export async function start(namespace: string): Promise<E2e> {
  const cluster = await up({ environment: process.env, name: inject("clusterName"), nodes: { real: true } });
  const stage = await prepareStage(cluster, namespace);
  const logFile = join(inject("folder"), `${namespace}.log`);
  const operator = await startOperator(cluster, { logFile, port: await freePort(), namespace });
  return { ...stage, operator };
}

export async function end(world: E2e): Promise<void> {
  await world.operator.stop();
  await world.kubectl(["delete", "namespace", world.namespace, "--wait=false"]);
  await world.close();
}

/** Calls kubectl and throws what it complains about; `input` goes to it as JSON. */
export async function mustRun(cluster: Cluster, args: readonly string[], input?: unknown): Promise<string> {
  const options = input === undefined ? {} : { input: JSON.stringify(input) };
  const { code, stdout, stderr } = await cluster.kubectl(args, options);
  if (code !== 0) throw new Error(`kubectl ${args.join(" ")}: ${stderr}`);
  return stdout;
}
