import { setTimeout } from "node:timers/promises";
import { expect, inject, test } from "vitest";
import { fromKubeconfig } from "../../src/kube/access/kubeconfig.ts";
import { systemClock } from "../../src/kube/clock.ts";
import { type Lease, LEASES } from "../../src/kube/leader-election/lease.ts";
import { createMetrics } from "../../src/operator/metrics/metrics.ts";
import { eventually } from "./support/eventually.ts";
import { configFor, inProcess } from "./support/operator.ts";
import { type RecordingProxy, recordingProxy, type SeenCall } from "./support/recording-proxy.ts";
import { createWorld, type World } from "./support/world.ts";

/** One replica of two, in this process; what it asks for is written down. */
interface Replica extends AsyncDisposable {
  proxy: RecordingProxy;
  stop(): Promise<"stopped" | "lost">;
  outcome: Promise<"stopped" | "lost">;
  leads(): Promise<boolean>;
}

const isLease = ({ path }: SeenCall): boolean => path.includes("/leases");
/** What a leader alone may do. */
const acts = ({ proxy }: Replica): SeenCall[] =>
  proxy.calls.filter((call) => call.method !== "GET" && !isLease(call));

async function startReplica(namespace: string, instance: string): Promise<Replica> {
  const real = await fromKubeconfig({ path: inject("kubeconfig"), clock: systemClock });
  const proxy = await recordingProxy(real);
  const metrics = createMetrics();
  const operator = inProcess({
    access: proxy.access,
    config: configFor(namespace, true),
    instance,
    metrics,
  });
  const abort = new AbortController();
  const outcome = operator.run(abort.signal);
  const stop = () => {
    abort.abort();
    return outcome;
  };
  await eventually(
    () => Promise.resolve(operator.notReady()),
    (problem) => problem === undefined,
  );
  return {
    proxy,
    outcome,
    stop,
    leads: async () =>
      (await metrics.registry.metrics()).includes('leader_election_master_status{name="operator"} 1'),
    async [Symbol.asyncDispose]() {
      await stop();
      await proxy[Symbol.asyncDispose]();
    },
  };
}

const leads = (replica: Replica) =>
  eventually(
    () => replica.leads(),
    (yes) => yes,
  );

/** The author keeps the operators busy until told to stop. */
async function keepBusy(world: World, signal: AbortSignal): Promise<string[]> {
  const names: string[] = [];
  while (!signal.aborted) {
    const name = `busy-${names.length}`;
    names.push(name);
    await world.createTask(name);
    await setTimeout(200);
  }
  return names;
}

/** A leads and B stands by, while an author keeps them busy. */
async function twoReplicas() {
  const stack = new AsyncDisposableStack();
  const world = stack.use(await createWorld());
  const a = stack.use(await startReplica(world.namespace, "a"));
  await leads(a);
  const b = stack.use(await startReplica(world.namespace, "b"));
  const author = new AbortController();
  const busy = keepBusy(world, author.signal);
  await setTimeout(3_000);
  return {
    world,
    a,
    b,
    async everyTaskRanOnce() {
      author.abort();
      const names = await busy;
      for (const name of names)
        await world.until(name, ({ status }) => status?.phase === "Succeeded" && status.run?.number === 1);
      expect((await world.jobs()).length).toBe(names.length);
    },
    async [Symbol.asyncDispose]() {
      author.abort();
      await busy.catch(() => undefined);
      await stack.disposeAsync();
    },
  };
}

const holder = async ({ client, namespace }: World) =>
  (await client.get<Lease>(LEASES, { namespace, name: "operator" }))?.spec?.holderIdentity;

test("a leader that stops releases the Lease: the warm standby acts at once, never both", {
  timeout: 90_000,
}, async () => {
  await using scene = await twoReplicas();
  const { world, a, b } = scene;
  expect([acts(a).length > 0, acts(b)]).toEqual([true, []]);
  expect(await a.stop()).toBe("stopped");
  const stoppedAt = performance.now();
  await eventually(
    () => Promise.resolve(acts(b).length),
    (count) => count > 0,
  );
  const firstOfB = acts(b)[0]?.at ?? 0;
  // A retry of 2 s with its jitter, and the first reconcile.
  expect(firstOfB - stoppedAt).toBeLessThan(3_500);
  expect(acts(a).at(-1)?.at).toBeLessThan(firstOfB);
  expect(await holder(world)).toMatch(/^b_/);
  await setTimeout(1_000);
  await scene.everyTaskRanOnce();
});

test("a leader that can't renew fences itself before the Lease can be taken, never both", {
  timeout: 120_000,
}, async () => {
  await using scene = await twoReplicas();
  const { a, b } = scene;
  a.proxy.block = isLease;
  const blockedAt = performance.now();
  expect(await a.outcome).toBe("lost");
  const lostAt = performance.now();
  expect(lostAt - blockedAt).toBeLessThan(11_000);
  // All else was let through: it worked until the deadline, and not beyond.
  const lastOfA = acts(a).at(-1)?.at ?? 0;
  expect(lastOfA - blockedAt).toBeGreaterThan(5_000);
  expect(lastOfA).toBeLessThan(lostAt);
  expect(await a.leads()).toBe(false);
  expect(acts(b)).toEqual([]);
  await eventually(
    () => Promise.resolve(acts(b).length),
    (count) => count > 0,
  );
  const firstOfB = acts(b)[0]?.at ?? 0;
  expect(firstOfB - lostAt).toBeGreaterThan(3_000);
  expect(firstOfB - blockedAt).toBeLessThan(20_000);
  expect(acts(a).at(-1)?.at).toBe(lastOfA);
  await setTimeout(1_000);
  await scene.everyTaskRanOnce();
});
