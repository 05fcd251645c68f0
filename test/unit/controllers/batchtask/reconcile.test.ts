import { createSlots } from "../../../../src/controllers/batchtask/concurrency/slots.ts";
import { expect, test } from "vitest";
import { BATCHTASKS } from "../../../../src/api/resources.ts";
import { reconcile, type ReconcileOptions } from "../../../../src/controllers/batchtask/reconcile.ts";
import { guardrailsOf } from "../../../../src/guardrails/guard.ts";
import { createFakeApi } from "../../../support/fake-api/api.ts";
import { createReplica } from "../../support/replica.ts";
import { task, TASK_KEY } from "../../support/task.ts";

const never = new AbortController().signal;
const one = guardrailsOf([{ name: "p", mode: "Enforce", rules: { maxActivePerNamespace: 1 } }]);
const now = (): number => Date.UTC(2026, 0, 1);

test("a task that can't be decided upon gives its place back", async () => {
  const { client } = createFakeApi(now);
  const replica = createReplica(client, now);
  const { tasks } = replica;
  const slots = createSlots({
    tasks,
    jobs: replica.jobs,
    ownJob: replica.ownJob,
    limiting: () => one.merged,
    freezeOf: () => ({ changesAt: undefined }),
    now,
    withUnwritten: (one) => one,
    wake: () => undefined,
  });
  const options: ReconcileOptions = { ...replica, slots };
  tasks.upsert(await client.create(BATCHTASKS, task()));
  const cut = { ...client, create: () => Promise.reject(new Error("cut off")) };
  await expect(reconcile({ ...options, client: cut }, TASK_KEY, never)).rejects.toThrow("cut off");
  const recorded = tasks.get(TASK_KEY) ?? task();
  const broken = {
    ...recorded,
    metadata: {
      ...recorded.metadata,
      get annotations(): never {
        throw new Error("broken");
      },
    },
  };
  const unlucky: ReconcileOptions = { ...options, tasks: { ...tasks, get: () => broken } };

  await expect(reconcile(unlucky, TASK_KEY, never)).rejects.toThrow("broken");
  expect(slots.next("team")).toEqual([TASK_KEY]);
});
