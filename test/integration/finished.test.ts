import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { BATCHTASKS } from "../../src/api/resources.ts";
import { eventually } from "./support/eventually.ts";
import { createWorld, type World } from "./support/world.ts";

/** How many tasks; 10,000 takes some minutes. */
const TASKS = Number(process.env["BATCHTASK_TEST_FINISHED"] ?? 500);
const AT_ONCE = 16;
const LIMIT_MS = 60_000 + TASKS * 150;

test(`${TASKS} finished tasks: neither their Jobs' removal nor a restart starts or writes anything, and a new task is served`, {
  timeout: 2 * LIMIT_MS,
}, async () => {
  await using world = await createWorld();
  const operator = await world.startOperator();
  await createAll(world);
  const allEnded = (tasks: Row[]) => tasks.every(({ phase }) => phase === "Succeeded");
  const ended = await eventually(() => rows(world), allEnded, LIMIT_MS);
  expect(ended.length).toBe(TASKS);
  await operator.stop();
  await removeJobs(world);

  await world.startOperator();
  await world.createTask("new");
  await world.until("new", ({ status }) => status?.phase === "Succeeded");
  await setTimeout(2_000);
  const after = await rows(world);
  expect(after.filter(({ name }) => name !== "new")).toEqual(ended);
  expect((await world.jobs()).map(({ metadata }) => metadata?.labels?.["batchtask.dev/name"])).toEqual([
    "new",
  ]);
});

/** Tasks that want no pod: the Job controller completes their Jobs at once. */
async function createAll(world: World): Promise<void> {
  let next = 0;
  const creator = async (): Promise<void> => {
    while (next < TASKS) await world.createTask(`done-${next++}`, { completions: 0, parallelism: 0 });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, creator));
}

interface Row {
  name: string;
  version: string;
  phase: string | undefined;
  run: number | undefined;
}

async function rows({ client, namespace }: World): Promise<Row[]> {
  const { items } = await client.list(BATCHTASKS, { namespace });
  await setTimeout(1_000);
  return items.map(({ metadata, status }) => ({
    name: metadata.name,
    version: metadata.resourceVersion,
    phase: status?.phase,
    run: status?.run?.number,
  }));
}

/** As a clean-up of the namespace does. */
async function removeJobs(world: World): Promise<void> {
  const path = `/apis/batch/v1/namespaces/${world.namespace}/jobs?propagationPolicy=Background`;
  await world.client.raw("DELETE", path);
  await eventually(
    () => world.jobs(),
    (jobs) => jobs.length === 0,
    LIMIT_MS,
  );
}
