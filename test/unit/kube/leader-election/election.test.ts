import { describe, expect, test } from "vitest";
import { ApiError } from "../../../../src/kube/errors.ts";
import { createElection, type ElectionOptions } from "../../../../src/kube/leader-election/election.ts";
import { type Lease, LEASES } from "../../../../src/kube/leader-election/lease.ts";
import { silentLogger } from "../../../../src/kube/log.ts";
import { ref, type Scene, scene } from "./support/scene.ts";

describe("taking", () => {
  test("the first leads, the second waits; the Lease says who, in MicroTime", async () => {
    const { clock, start, lease } = scene();
    const [a, b] = [start("a"), start("b")];
    expect(a.mayAct()).toBe(false);
    await clock.advance(60_000);
    expect([a.led.length, b.led.length]).toEqual([1, 0]);
    expect([a.mayAct(), b.mayAct()]).toEqual([true, false]);
    expect(b.election.holder).toBe("a");
    const { spec } = (await lease()) ?? {};
    expect(spec).toMatchObject({ holderIdentity: "a", leaseDurationSeconds: 15, leaseTransitions: 0 });
    expect(spec?.renewTime).toMatch(/T00:0\d:\d\d\.\d{6}Z$/);
    expect(spec?.acquireTime).toMatch(/T00:00:00\.\d{6}Z$/);
  });

  test("a leader that vanished is followed 15 s after its last change was seen, no sooner", async () => {
    const { clock, start, lease } = scene();
    const a = start("a");
    await clock.advance(30_000);
    const b = start("b");
    await clock.advance(5_000);
    a.network.fails = "unsent";
    await clock.advance(60_000);
    const stopped = a.led[0]?.to ?? 0;
    expect(stopped).toBeLessThanOrEqual(35_000 + 10_000);
    expect((b.led[0]?.from ?? 0) - stopped).toBeGreaterThan(4_000);
    expect(b.led[0]?.from).toBeLessThan(35_000 + 15_000 + 2_500);
    expect((await lease())?.spec).toMatchObject({ holderIdentity: "b", leaseTransitions: 1 });
  });

  test("another's wall clock plays no part: a renewTime of last year is still a full lease", async () => {
    const { api, clock, start } = scene();
    const spec = {
      holderIdentity: "gone",
      leaseDurationSeconds: 15,
      renewTime: "2020-01-01T00:00:00.000000Z",
    };
    await api.client.create<Lease>(LEASES, { metadata: ref, spec });
    const a = start("a");
    await clock.advance(15_000);
    expect(a.led).toEqual([]);
    await clock.advance(2_500);
    expect(a.led.length).toBe(1);
  });

  test("a label on the Lease is no renewal", async () => {
    const { api, clock, start } = scene();
    await api.client.create<Lease>(LEASES, {
      metadata: ref,
      spec: { holderIdentity: "gone", leaseDurationSeconds: 15 },
    });
    const a = start("a");
    await clock.advance(10_000);
    await api.client.mergePatch(LEASES, ref, { metadata: { labels: { a: "b" } } });
    await clock.advance(7_500);
    expect(a.led.length).toBe(1);
  });

  test("of two that take a lease at the same moment one leads", async () => {
    const { api, clock, start } = scene();
    await api.client.create<Lease>(LEASES, { metadata: ref, spec: { leaseDurationSeconds: 1 } });
    const replicas = ["a", "b", "c"].map((name) => start(name));
    await clock.advance(30_000);
    expect(replicas.filter(({ led }) => led.length > 0).length).toBe(1);
  });

  test("a lease deleted under its holder stays the holder's for those who saw it", async () => {
    const { api, clock, start } = scene();
    const a = start("a");
    await clock.advance(20_000);
    const b = start("b");
    await clock.advance(3_000);
    const { uid = "" } = (await api.client.get(LEASES, ref))?.metadata ?? {};
    await api.client.delete(LEASES, ref, { uid });
    await clock.advance(20_000);
    expect([a.mayAct(), b.led.length]).toEqual([true, 0]);
  });

  test("an answer that was lost is no lease lost: the holder finds itself named and goes on", async () => {
    const { clock, start } = scene();
    const slow: unknown[] = [];
    const a = start("a", { metrics: { slowPath: () => slow.push(1) } });
    await clock.advance(3_000);
    a.network.fails = "unanswered";
    await clock.advance(2_000);
    a.network.fails = "no";
    await clock.advance(30_000);
    expect([a.led.length, a.mayAct(), slow.length]).toEqual([1, true, 1]);
  });
});

describe("labels", () => {
  const labels = { "app.example.dev/name": "thing" };
  const labelsOf = async ({ lease }: Scene) => (await lease())?.metadata?.labels;

  test("are on the Lease from its creation on", async () => {
    const world = scene();
    world.start("a", { labels });
    await world.clock.advance(100);
    expect(await labelsOf(world)).toEqual(labels);
  });

  test("come to a Lease of an earlier version with the write that takes it, beside its own", async () => {
    const world = scene();
    const metadata = { ...ref, labels: { team: "ops" } };
    await world.api.client.create<Lease>(LEASES, { metadata, spec: { leaseDurationSeconds: 1 } });
    world.start("a", { labels });
    await world.clock.advance(100);
    expect(await labelsOf(world)).toEqual({ team: "ops", ...labels });
    expect(world.api.changes).toHaveLength(2);
  });

  test("that somebody took away come back with a renewal", async () => {
    const world = scene();
    const a = world.start("a", { labels });
    await world.clock.advance(3_000);
    await world.api.client.mergePatch(LEASES, ref, { metadata: { labels: null } });
    await world.clock.advance(3_000);
    expect(await labelsOf(world)).toEqual(labels);
    expect([a.led.length, a.mayAct()]).toEqual([1, true]);
  });

  test("change neither who leads and when, nor how often the Lease is written", async () => {
    async function story(options: Partial<ElectionOptions>): Promise<unknown> {
      const { api, clock, start } = scene();
      const a = start("a", options);
      await clock.advance(3_000);
      const b = start("b", options);
      await clock.advance(7_000);
      a.network.fails = "unsent";
      await clock.advance(40_000);
      start("c", options);
      await clock.advance(5_000);
      b.stop();
      await clock.advance(10_000);
      const written = api.changes.map(({ type, object }) => [type, object.spec]);
      return { written, led: [a.led, b.led], outcomes: await Promise.all([a.outcome, b.outcome]) };
    }
    const marked = await story({ labels });
    expect(marked).toEqual(await story({}));
    expect(marked).toMatchObject({ outcomes: ["lost", "stopped"], led: [[{}], [{}]] });
  });
});

describe("what only people can solve", () => {
  const forbidden = new ApiError({
    status: 403,
    body: "leases is forbidden",
    method: "GET",
    path: "/leases",
  });

  test("is named while it lasts, and logged once", async () => {
    const { api, clock } = scene();
    let missing = true;
    const warnings: string[] = [];
    const election = createElection({
      client: {
        ...api.client,
        get: (res, object) => (missing ? Promise.reject(forbidden) : api.client.get(res, object)),
      },
      ref,
      identity: "a",
      clock,
      random: () => 0,
      log: {
        ...silentLogger,
        child: () => ({ ...silentLogger, warn: (_, message) => warnings.push(message) }),
      },
    });
    const stop = new AbortController();
    const run = election.run((lost) => clock.sleep(60_000, lost), stop.signal);
    await clock.advance(10_000);
    expect(election.problem).toBe("can't stand for the Lease ns/lease: leases is forbidden");
    expect(warnings.length).toBe(1);
    missing = false;
    await clock.advance(5_000);
    expect([election.problem, election.holder]).toEqual([undefined, "a"]);
    stop.abort();
    await clock.advance(60_000);
    expect(await run).toBe("stopped");
  });
});

describe("leaving", () => {
  test("drains with the lease held, then releases it: the next one leads within a retry", async () => {
    const { clock, start } = scene();
    const a = start("a", { drainMs: 20_000 });
    await clock.advance(3_000);
    const b = start("b");
    await clock.advance(1_000);
    a.stop();
    await clock.advance(19_000);
    expect([a.mayAct(), b.led.length]).toEqual([true, 0]);
    await clock.advance(4_000);
    expect(await a.outcome).toBe("stopped");
    expect([a.mayAct(), b.mayAct()]).toEqual([false, true]);
    expect((b.led[0]?.from ?? 0) - (a.led[0]?.to ?? 0)).toBeLessThan(2_500);
  });

  test("one that only waited leaves the lease alone", async () => {
    const { clock, start, lease } = scene();
    start("a");
    await clock.advance(3_000);
    const b = start("b");
    await clock.advance(3_000);
    b.stop();
    await clock.advance(100);
    expect(await b.outcome).toBe("stopped");
    expect((await lease())?.spec?.holderIdentity).toBe("a");
  });

  test("one that was stopped while it took the lease gives it back", async () => {
    const { clock, start, lease } = scene();
    const a = start("a");
    await clock.advance(15);
    a.stop();
    expect((await lease())?.spec?.holderIdentity).toBe("a");
    await clock.advance(100);
    expect(await a.outcome).toBe("stopped");
    expect(a.led).toEqual([]);
    expect((await lease())?.spec).not.toHaveProperty("holderIdentity");
  });

  test("work that fails gives the lease back, and the failure on", async () => {
    const { api, clock, lease } = scene();
    const election = createElection({
      client: api.client,
      ref,
      identity: "a",
      clock,
      random: () => 0,
      log: silentLogger,
    });
    const run = election.run(() => Promise.reject(new Error("broken")), new AbortController().signal);
    await expect(run).rejects.toThrow("broken");
    expect((await lease())?.spec).not.toHaveProperty("holderIdentity");
  });
});
