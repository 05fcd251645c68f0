import { expect, test } from "vitest";
import type { Job } from "../../../../src/api/job.ts";
import type { BatchTaskPolicy } from "../../../../src/api/policy/policy.ts";
import { BATCHTASKS, JOBS } from "../../../../src/api/resources.ts";
import { createTaskController } from "../../../../src/controllers/batchtask/controller.ts";
import { createDeferral } from "../../../../src/controllers/batchtask/status-writer/deferral.ts";
import { guardrailsOf } from "../../../../src/guardrails/guard.ts";
import type { KubeObject } from "../../../../src/kube/object.ts";
import { silentLogger } from "../../../../src/kube/log.ts";
import { createQueue } from "../../../../src/kube/workqueue/workqueue.ts";
import { createFakeApi } from "../../../support/fake-api/api.ts";
import { manualClock } from "../../kube/support/manual-clock.ts";
import { storeOf, taskStore } from "../../support/stores.ts";
import { task, TASK_REF } from "../../support/task.ts";

/** A controller under one policy that lets one task of a namespace run, and two tasks, `report` before `second`. */
async function scene(lost?: AbortSignal) {
  const clock = manualClock();
  const { client } = createFakeApi(() => clock.now());
  const made = task();
  const second = { ...made, metadata: { ...made.metadata, name: "second" } };
  const tasks = taskStore(await client.create(BATCHTASKS, made), await client.create(BATCHTASKS, second));
  const guardrails = guardrailsOf([{ name: "one", mode: "Enforce", rules: { maxActivePerNamespace: 1 } }]);
  const queue = createQueue({ clock });
  const events: string[] = [];
  const signals: AbortSignal[] = [];
  const controller = createTaskController({
    stores: {
      tasks,
      jobs: storeOf<Job>(),
      policies: storeOf<BatchTaskPolicy>(),
      namespaces: storeOf<KubeObject>(),
      seesNamespaces: () => true,
    },
    guardrails: {
      guardrails: () => guardrails,
      guardrailsFor: () => guardrails,
      matching: () => [],
    },
    client: {
      ...client,
      create: (res, object, options) => {
        if (options?.signal) signals.push(options.signal);
        return client.create(res, object, options);
      },
    },
    queue,
    workers: 2,
    deferral: createDeferral(() => clock.monotonic()),
    clock,
    log: silentLogger,
    metrics: {},
    graceMs: 1_000,
    tell: ({ metadata }, { reason }) => void events.push(`${metadata.name} ${reason}`),
    onStatus: () => undefined,
    onStale: () => undefined,
    lost,
  });
  const stop = new AbortController();
  const running = controller.run(stop.signal);
  await queue.idle();
  stop.abort();
  await running;
  const status = async (name: string) => (await client.get(BATCHTASKS, { ...TASK_REF, name }))?.status;
  return { client, controller, events, signals, status };
}

test("tasks that are there when work begins get their Jobs, as many as there are slots", async () => {
  const { client } = await scene();
  const { items } = await client.list(JOBS);
  expect(items.map(({ metadata }) => metadata?.ownerReferences?.[0]?.name)).toEqual(["report"]);
});

test("what was deferred is written before another process takes over", async () => {
  const { controller, status, client, events } = await scene();
  const [job] = (await client.list(JOBS)).items;
  expect((await status("report"))?.run?.jobUID).toBeUndefined();
  await controller.flush(new AbortController().signal);
  expect((await status("report"))?.run?.jobUID).toBe(job?.metadata?.uid);
  expect(await status("second")).toMatchObject({ phase: "Queued", queuePosition: 1 });
  expect(events).toContain("report RunStarted");
});

test("with the leadership every request under way ends", async () => {
  const lost = new AbortController();
  const { signals } = await scene(lost.signal);
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  lost.abort();
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
});
