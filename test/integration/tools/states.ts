import type { BatchTask } from "../../../src/api/batchtask.ts";
import type { ObjectMeta } from "../../../src/api/job.ts";
import { BATCHTASKS, PODS } from "../../../src/api/resources.ts";
import type { World } from "../support/world.ts";
import { lead } from "./lead.ts";
import { HOLD } from "./specs.ts";
import { refuseJobs } from "./refuse-jobs.ts";
import { rows, type State } from "./table.ts";

/**
 * Has a task in every state of the table, each named after its state, and the operator stopped, so that all
 * stay as they are.
 */
export async function makeStates(world: World): Promise<Map<State, BatchTask>> {
  await using _refusing = await refuseJobs(world);
  const operator = await world.startOperator();
  const names = rows().map(([name]) => name);
  await Promise.all(names.filter((name) => name !== "unseen").map((name) => lead(world, name)));
  await operator.stop();
  await world.createTask("unseen");
  return new Map(await Promise.all(names.map(async (name) => [name, await record(world, name)] as const)));
}

async function record(world: World, name: State): Promise<BatchTask> {
  const { metadata, ...rest } = await world.task(name);
  const { managedFields: _, ...kept } = metadata;
  return { ...rest, metadata: kept };
}

/** Takes the finalizers that held tasks and pods in their states. */
export async function release({ client, namespace }: World): Promise<void> {
  const patch = { metadata: { finalizers: null } };
  const tasks = await client.list(BATCHTASKS, { namespace });
  for (const { metadata } of tasks.items.filter(isHeld)) await client.mergePatch(BATCHTASKS, metadata, patch);
  const pods = await client.list(PODS, { namespace });
  for (const { metadata } of pods.items.filter(isHeld))
    await client.mergePatch(PODS, { namespace, name: metadata?.name ?? "" }, patch);
}

function isHeld({ metadata }: { metadata?: ObjectMeta }): boolean {
  return metadata?.finalizers?.includes(HOLD) ?? false;
}
