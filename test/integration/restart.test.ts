import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import type { Job } from "../../src/api/job.ts";
import { BATCHTASKS } from "../../src/api/resources.ts";
import { eventually } from "./support/eventually.ts";
import { endPods } from "./support/pods.ts";
import { createWorld, nowhere } from "./support/world.ts";
import { goesOn } from "../support/goes-on.ts";

test("ten tasks that came while the operator was away run once it is there, each exactly once", async () => {
  await using world = await createWorld();
  const names = Array.from({ length: 10 }, (_, n) => `away-${n}`);
  const before = await jobCreations(world.client);
  for (const name of names) await world.createTask(name);
  await setTimeout(500);
  expect(await world.jobs()).toEqual([]);
  await world.startOperator();
  for (const name of names) {
    const { status } = await world.until(name, (task) => task.status?.phase === "Succeeded");
    expect(status?.run?.number).toBe(1);
  }
  const jobs = await world.jobs();
  expect(jobs.length).toBe(10);
  expect(new Set(jobs.map(({ metadata }) => metadata?.ownerReferences?.[0]?.uid)).size).toBe(10);
  expect((await jobCreations(world.client)) - before).toBeGreaterThanOrEqual(10);
});

test("a result that came while the operator was away is mirrored, without a new run", async () => {
  await using world = await createWorld();
  const operator = await world.startOperator();
  await world.createTask("away", { ttlSecondsAfterFinished: 0, template: nowhere });
  const running = await world.until("away", ({ status }) => goesOn(status));
  await operator.stop();
  await endPods(world, running.status?.run?.jobName ?? "", "Succeeded");
  const ended = await eventually(
    () => world.jobs(),
    ([job]) => job?.status?.succeeded === 1,
  );
  expect(ended.length).toBe(1);
  await world.startOperator();
  const done = await world.until("away", ({ status }) => status?.phase === "Succeeded");
  expect(done.status?.run?.jobUID).toBe(running.status?.run?.jobUID);
});

/** The garbage collector looks for new kinds each 30 s; before that it does not see their owners go. */
const GARBAGE_COLLECTION_MS = 90_000;

test("deleting a task deletes its Job, and one of the same name gets another Job", {
  timeout: 2 * GARBAGE_COLLECTION_MS,
}, async () => {
  await using world = await createWorld();
  await world.startOperator();
  await world.createTask("again");
  const first = await world.until("again", ({ status }) => status?.phase === "Succeeded");
  const ref = { namespace: world.namespace, name: "again" };
  await world.client.delete(BATCHTASKS, ref, { uid: first.metadata.uid, propagationPolicy: "Background" });
  await world.createTask("again");
  const second = await world.until("again", ({ status }) => status?.phase === "Succeeded");
  expect(second.status?.run?.jobName).not.toBe(first.status?.run?.jobName);
  const onlySecond = (jobs: Job[]) =>
    jobs.length === 1 && jobs[0]?.metadata?.name === second.status?.run?.jobName;
  await eventually(() => world.jobs(), onlySecond, GARBAGE_COLLECTION_MS);
});

/** How many Jobs the API server has created, by its own count. */
async function jobCreations(client: Awaited<ReturnType<typeof createWorld>>["client"]): Promise<number> {
  const { text } = await client.raw("GET", "/metrics");
  const lines = text
    .split("\n")
    .filter((line) => /^apiserver_request_total\{.*code="201".*resource="jobs".*verb="POST"/.test(line));
  return lines.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}
