import { describe, expect, test } from "vitest";
import type { Client } from "../../../../src/kube/client.ts";
import { ApiError, TransportError } from "../../../../src/kube/errors.ts";
import {
  createElection,
  type Election,
  type ElectionOptions,
} from "../../../../src/kube/leader-election/election.ts";
import { type Lease, LEASES } from "../../../../src/kube/leader-election/lease.ts";
import { silentLogger } from "../../../../src/kube/log.ts";
import { createFakeApi, type FakeApi } from "../../../support/fake-api/api.ts";
import { type ManualClock, manualClock } from "../support/manual-clock.ts";

const ref = { namespace: "ns", name: "lease" };

interface Replica {
  election: Election;
  /** When it led: from, and to (undefined: still does). By its clock. */
  led: { from: number; to?: number }[];
  outcome: Promise<"stopped" | "lost" | Error>;
  stop(): void;
  /** What happens to its requests: through, refused, sent without an answer. */
  network: { fails: "no" | "unsent" | "unanswered"; answerMs: number };
  mayAct(): boolean;
}

interface Scene {
  api: FakeApi;
  clock: ManualClock;
  lease: () => Promise<Lease | undefined>;
  start: (identity: string, options?: Partial<ElectionOptions> & { drainMs?: number }) => Replica;
}

const noAnswer = () => new TransportError("no answer", { code: "ECONNRESET", maybeSent: true });

/** The client as one process sees it. */
function through(client: Client, network: Replica["network"], clock: ManualClock): ElectionOptions["client"] {
  async function call<T>(send: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    signal?.throwIfAborted();
    if (network.fails === "unsent") throw noAnswer();
    const answer = await send();
    await clock.sleep(network.answerMs, signal);
    if (network.fails === "unanswered") throw noAnswer();
    return answer;
  }
  return {
    get: (res, object, options) => call(() => client.get(res, object, options), options?.signal),
    create: (res, object, options) => call(() => client.create(res, object, options), options?.signal),
    mergePatch: (res, object, patch, options) =>
      call(() => client.mergePatch(res, object, patch, options), options?.signal),
  };
}

function scene(): Scene {
  const clock = manualClock();
  const api = createFakeApi(() => clock.now());
  return {
    api,
    clock,
    lease: () => api.client.get<Lease>(LEASES, ref),
    start(identity, { drainMs = 0, ...options } = {}) {
      const network: Replica["network"] = { fails: "no", answerMs: 10 };
      const abort = new AbortController();
      const own = options.clock ?? clock;
      const election = createElection({
        client: through(api.client, network, clock),
        ref,
        identity,
        clock: own,
        random: () => 0.5,
        log: silentLogger,
        ...options,
      });
      const led: Replica["led"] = [];
      const outcome = election
        .run(async (leadership) => {
          const term: { from: number; to?: number } = { from: own.monotonic() };
          led.push(term);
          await new Promise<void>((resolve) => {
            for (const signal of [abort.signal, leadership])
              signal.addEventListener("abort", () => resolve(), { once: true });
          });
          if (!leadership.aborted) await own.sleep(drainMs);
          term.to = own.monotonic();
        }, abort.signal)
        .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
      const mayAct = (): boolean => {
        try {
          election.fence();
          return true;
        } catch {
          return false;
        }
      };
      return { election, led, outcome, network, stop: () => abort.abort(), mayAct };
    },
  };
}

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

describe("the fence", () => {
  test("closes 10 s after the last renewal was sent; nothing is released, nobody is waited for", async () => {
    const { clock, start, lease } = scene();
    const a = start("a");
    await clock.advance(4_100);
    a.network.fails = "unsent";
    await clock.advance(9_800);
    expect(a.mayAct()).toBe(true);
    await clock.advance(200);
    expect(a.mayAct()).toBe(false);
    expect(await a.outcome).toBe("lost");
    expect((await lease())?.spec?.holderIdentity).toBe("a");
  });

  test("closes at once when another holds the lease", async () => {
    const { api, clock, start } = scene();
    const a = start("a");
    await clock.advance(5_000);
    await api.client.mergePatch(LEASES, ref, { spec: { holderIdentity: "thief" } });
    await clock.advance(2_100);
    expect([a.mayAct(), await a.outcome]).toEqual([false, "lost"]);
  });

  test("counts from the sending of the last renewal, not from its answer", async () => {
    const { clock, start } = scene();
    const a = start("a");
    a.network.answerMs = 2_500;
    await clock.advance(9_500);
    // Read until 2.5 s, taken until 5 s; renewed at 7 s, answered at 9.5 s; the next ones are not answered.
    a.network.fails = "unanswered";
    await clock.advance(7_400);
    expect(a.mayAct()).toBe(true);
    await clock.advance(200);
    expect(a.mayAct()).toBe(false);
    expect(a.led[0]?.to).toBe(17_000);
  });

  test("an API server that takes 4 s for each answer keeps its leader", async () => {
    const { clock, start } = scene();
    const [a, b] = [start("a"), start("b")];
    a.network.answerMs = 4_000;
    await clock.advance(120_000);
    expect([a.led.length + b.led.length, a.mayAct() || b.mayAct()]).toEqual([1, true]);
  });

  test("a frozen process is fenced by its first look at the clock, before any timer fires", async () => {
    const { clock, start } = scene();
    let frozenMs = 0;
    const waking: ManualClock = { ...clock, monotonic: () => clock.monotonic() + frozenMs };
    const a = start("a", { clock: waking });
    await clock.advance(3_000);
    expect(a.mayAct()).toBe(true);
    frozenMs = 20_000;
    expect(a.mayAct()).toBe(false);
    expect(await a.outcome).toBe("lost");
    await clock.advance(30_000);
    expect(a.mayAct()).toBe(false);
  });

  test("jumps of the wall clock change nothing", async () => {
    const { clock, start } = scene();
    let jump = 0;
    const jumping: ManualClock = { ...clock, now: () => clock.now() + jump };
    const [a, b] = [start("a", { clock: jumping }), start("b")];
    for (const hours of [100, -100, 0]) {
      jump = hours * 3_600_000;
      await clock.advance(20_000);
      expect([a.mayAct(), b.mayAct()]).toEqual([true, false]);
    }
  });
});
