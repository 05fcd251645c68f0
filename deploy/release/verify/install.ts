import { NAMESPACE, taskOf, type Trial, untilRuns, withWorld, type World } from "./world.ts";

const HELLO = "Hello from a BatchTask";

/** A fresh installation by install.yaml, the plugin's check of it, and a first task. */
export async function tryInstall(trial: Trial, image: string): Promise<void> {
  await withWorld(trial, async (world) => {
    await applyManifest(world, world.file(world.names.install));
    await untilRuns(image, world);
    await world.plugin("check");
    await tryHello(world, "default");
  });
}

/** Applies an install.yaml, and waits until its operator works. */
export async function applyManifest({ kubectl }: World, file: string): Promise<void> {
  await kubectl("apply", "--server-side", "--filename", file);
  const deployment = ["deployment/batchtask-operator", "--namespace", NAMESPACE];
  await kubectl("rollout", "status", ...deployment, "--timeout=180s");
}

/** Runs a task to its end, and has the plugin tell of it. */
export async function tryHello({ pipe, kubectl, plugin }: World, namespace: string): Promise<void> {
  const within = ["--namespace", namespace];
  await pipe(taskOf("hello", `echo ${HELLO}`), "apply", ...within);
  await kubectl("wait", ...within, "--for=condition=Complete", "--timeout=120s", "batchtask/hello");
  const said = await plugin("logs", "hello", ...within);
  if (!said.includes(HELLO)) throw new Error(`the log of hello is ${JSON.stringify(said)}`);
  const told = await plugin("explain", "hello", ...within);
  if (!/^hello {2}Succeeded$/m.test(told)) throw new Error(`the plugin tells of hello:\n${told}`);
}
