import { expect, test } from "vitest";
import { BATCHTASKS, JOBS } from "../../../src/api/resources.ts";
import { guardrailsOf } from "../../../src/guardrails/guard.ts";
import { reconcile, type ReconcileOptions } from "../../../src/controllers/batchtask/reconcile.ts";
import { createFakeApi } from "../../support/fake-api/api.ts";
import { createReplica } from "../support/replica.ts";
import { task, TASK_KEY, TASK_REF } from "../support/task.ts";

const never = new AbortController().signal;

/** A run of 100 pods, 50 at once, under way; `look` is one reconcile, with what policies hold by then. */
async function scene() {
  let time = Date.parse("2026-01-01T00:00:00Z");
  const now = (): number => time;
  const { client } = createFakeApi(now);
  const replica = createReplica(client, now);
  const look = async (completions?: { max: number }) => {
    time += 10_000;
    const guardrails = guardrailsOf(
      completions ? [{ name: "p", mode: "Enforce", rules: { completions } }] : [],
    );
    const options: ReconcileOptions = { ...replica, guardrails: () => guardrails };
    for (const one of (await client.list(BATCHTASKS)).items) options.tasks.upsert(one);
    for (const one of (await client.list(JOBS)).items) options.jobs.upsert(one);
    await reconcile(options, TASK_KEY, never);
    const { status } = (await client.get(BATCHTASKS, TASK_REF)) ?? {};
    const [job] = (await client.list(JOBS)).items;
    return { status, job };
  };
  await client.create(BATCHTASKS, task({ completions: 100, parallelism: 50 }));
  await look();
  await look();
  return { client, look };
}

const UNTOUCHED = { completions: 100, parallelism: 50 };

test("a policy's completions are the next run's: neither the Job nor what is said to be in force follows", async () => {
  const { look } = await scene();
  for (let looks = 0; looks < 3; looks += 1) {
    const { status, job } = await look({ max: 5 });
    expect(job?.spec).toMatchObject(UNTOUCHED);
    expect(status?.effective).toMatchObject(UNTOUCHED);
    expect(status).not.toHaveProperty("adjustments");
  }
});

test("so are an author's, who may still have fewer pods at once", async () => {
  const { client, look } = await scene();
  await client.mergePatch(BATCHTASKS, TASK_REF, { spec: { completions: 1, parallelism: 20 } });
  await look();
  const { status, job } = await look();
  expect(job?.spec).toMatchObject({ completions: 100, parallelism: 20 });
  expect(status?.effective).toMatchObject({ completions: 100, parallelism: 20 });
});
