import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import type { BatchTaskPolicy, PolicySpec } from "../../../../src/api/policy/policy.ts";
import { POLICIES } from "../../../../src/api/resources.ts";
import { createPolicyController } from "../../../../src/controllers/policy/controller.ts";
import { createNamespaceGuardrails } from "../../../../src/controllers/policy/namespace-guardrails.ts";
import { silentLogger } from "../../../../src/kube/log.ts";
import type { KubeObject } from "../../../../src/kube/object.ts";
import { createQueue } from "../../../../src/kube/workqueue/workqueue.ts";
import { createFakeApi } from "../../../support/fake-api/api.ts";
import { refuse } from "../../../support/fake-api/refuse.ts";
import { manualClock } from "../../kube/support/manual-clock.ts";
import { policy } from "../../support/policy.ts";
import { storeOf, taskStore } from "../../support/stores.ts";
import { aJob, jobsApi, JUDGES } from "./support/jobs.ts";

interface Scene {
  namespaces?: readonly string[];
  refused?: readonly string[];
  spec?: PolicySpec;
}

/** A controller at work over these policies in one namespace; the status of those in `refused` can't be written. */
async function scene(
  names: readonly string[],
  { namespaces, refused = [], spec = { rules: {} } }: Scene = {},
) {
  const clock = manualClock();
  const { client } = createFakeApi(() => clock.now());
  const policies = storeOf<BatchTaskPolicy>();
  for (const name of names) policies.upsert(await client.create(POLICIES, policy(name, spec)));
  const others = jobsApi();
  const known = storeOf<KubeObject>({ metadata: { name: "team", uid: "n", resourceVersion: "1" } });
  const queue = createQueue({ clock });
  const written: string[] = [];
  const failures: unknown[] = [];
  const controller = createPolicyController({
    stores: { policies, namespaces: known, tasks: taskStore() },
    guardrails: createNamespaceGuardrails({ policies, namespaces: known, seesNamespaces: () => true }),
    client: {
      list: others.client.list,
      replaceStatus: (res, object) => {
        const name = object.metadata?.name ?? "";
        if (refused.includes(name)) return Promise.reject(refuse(403, "Forbidden", name));
        written.push(name);
        return client.replaceStatus(res, object);
      },
    },
    queue,
    clock,
    log: {
      ...silentLogger,
      child: () => ({
        ...silentLogger,
        warn: (fields) => void failures.push(fields),
        error: (fields) => void failures.push(fields),
      }),
    },
    metrics: {},
    namespaces,
    graceMs: 1_000,
  });
  const stop = new AbortController();
  const running = controller.run(stop.signal);
  return {
    clock,
    written,
    failures,
    known,
    others,
    edit: async (name: string, next: PolicySpec) => {
      policies.upsert(await client.mergePatch(POLICIES, { name }, { spec: next }));
    },
    status: (name: string) => policies.get(name)?.status,
    pass: async (ms: number) => {
      await clock.advance(ms);
      await queue.idle();
    },
    end: async () => {
      stop.abort();
      await running;
    },
  };
}

test("statuses are written a second after the change that they follow from, and no more once they are true", async () => {
  const { written, known, status, pass, end } = await scene(["a", "b"]);
  await pass(999);
  expect(written).toEqual([]);
  await pass(1);
  expect(written.toSorted()).toEqual(["a", "b"]);
  expect(status("a")).toMatchObject({ namespaces: 1, matched: 0 });
  await pass(5_000);
  expect(written).toHaveLength(2);
  known.apply("ADDED", { metadata: { name: "more", uid: "m", resourceVersion: "2" } });
  await pass(1_000);
  expect(written).toHaveLength(4);
  expect(status("b")).toMatchObject({ namespaces: 2 });
  await end();
});

test("of many policies some are written in each round", async () => {
  const names = Array.from({ length: 25 }, (_, index) => `p${index}`);
  const { written, pass, end } = await scene(names);
  await pass(1_000);
  expect(written).toHaveLength(20);
  await pass(1_000);
  expect(new Set(written).size).toBe(25);
  await end();
});

test("one that can't be written keeps no other away, and is told", async () => {
  const { written, failures, pass, end } = await scene(["a", "b", "c"], { refused: ["a"] });
  await pass(1_000);
  expect(written.toSorted()).toEqual(["b", "c"]);
  expect(failures).toMatchObject([{ err: { status: 403 } }]);
  await end();
});

test("an operator of some namespaces writes none: it does not know what holds in the others", async () => {
  const { written, pass, end } = await scene(["a"], { namespaces: ["team"] });
  await pass(10_000);
  expect(written).toEqual([]);
  await end();
});

test("however many can't be written, the others are, in the next rounds", async () => {
  const refused = Array.from({ length: 25 }, (_, index) => `a${index}`);
  const { written, failures, pass, end } = await scene([...refused, "z"], { refused });
  await pass(1_000);
  expect(written).toEqual([]);
  await pass(1_000);
  expect(written).toEqual(["z"]);
  expect(failures).toHaveLength(1);
  await end();
});

test("Jobs of other tools are counted in the status; an edit of the policy takes the old numbers away, then come the new", async () => {
  const { others, status, pass, edit, end } = await scene(["a"], { spec: JUDGES });
  others.stored.jobs.push(aJob("fits"), aJob("wide", { parallelism: 9 }));
  await pass(1_000);
  await pass(1_000);
  expect(status("a")?.jobs).toEqual({ matched: 2, warned: 0, rejected: 1 });
  expect(status("a")?.cronJobs).toEqual({ matched: 0, warned: 0, rejected: 0 });
  await edit("a", { ...JUDGES, rules: { parallelism: { max: 9 } } });
  await pass(1_000);
  expect(status("a")).not.toHaveProperty("jobs");
  await pass(15_000);
  await pass(1_000);
  expect(status("a")?.jobs).toEqual({ matched: 2, warned: 0, rejected: 0 });
  expect(others.walks("jobs")).toBe(2);
  await pass(9 * 60_000);
  expect(others.walks("jobs")).toBe(2);
  await pass(60_000);
  expect(others.walks("jobs")).toBe(3);
  await end();
});

test("nobody's Jobs are read for policies of BatchTasks, nor by an operator of some namespaces", async () => {
  const tasksOnly = await scene(["a"]);
  const some = await scene(["a"], { spec: JUDGES, namespaces: ["team"] });
  for (const { pass, others, end } of [tasksOnly, some]) {
    await pass(60_000);
    expect(others.asked).toEqual([]);
    await end();
  }
});

test("a stop does not wait for a walk over Jobs, and tells of no failure", async () => {
  const { others, failures, pass, clock, end } = await scene(["a"], { spec: JUDGES });
  others.hangs = true;
  void pass(1_000);
  while (others.asked.length === 0) await setImmediate();
  const before = clock.monotonic();
  await end();
  expect(clock.monotonic() - before).toBe(0);
  expect(failures).toEqual([]);
});
