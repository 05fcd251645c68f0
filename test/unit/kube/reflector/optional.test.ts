import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { POLICIES } from "../../../../src/api/resources.ts";
import { ApiError } from "../../../../src/kube/errors.ts";
import { optional } from "../../../../src/kube/reflector/optional.ts";
import type { Reflector } from "../../../../src/kube/reflector/reflector.ts";
import { warningLog } from "../../support/warning-log.ts";
import { manualClock } from "../support/manual-clock.ts";

/** A reflector that is synced when it is told so. */
function reflector() {
  const ready = Promise.withResolvers<void>();
  const state = { synced: false };
  const made: Reflector = {
    run: () => Promise.resolve(),
    get synced() {
      return state.synced;
    },
    whenSynced: () => ready.promise,
    idleMs: () => 0,
    lastActivityMs: () => 0,
    lastError: undefined,
  };
  const sync = () => {
    state.synced = true;
    ready.resolve();
  };
  return { made, sync };
}

const refusal = (status: number, details: object = {}) =>
  new ApiError({
    status,
    method: "GET",
    path: "/",
    body: JSON.stringify({ kind: "Status", reason: "x", message: "refused", details }),
  });

const READY = { status: 200, text: "ok", warnings: [] };

async function missing(failure: Error, forbiddenIsFine: boolean) {
  const { lines, log } = warningLog();
  const clock = manualClock();
  const client = { list: () => Promise.reject(failure), raw: async () => READY };
  const { made, sync } = reflector();
  const instead = "the baseline holds";
  const one = optional(made, { resource: POLICIES, client, clock, log, forbiddenIsFine, instead });
  const abort = new AbortController();
  const done = waits(one, abort.signal);
  const result = await Promise.race([done, setTimeout(50, "waits")]);
  const { unavailable } = one;
  sync();
  abort.abort();
  await done;
  return { result, unavailable, lines, after: one.unavailable };
}

async function waits(one: Reflector, signal: AbortSignal): Promise<string> {
  await one.whenSynced(signal);
  return "done";
}

test("a missing CRD: the operator goes on, says what holds instead, and takes policies once they come", async () => {
  expect(await missing(refusal(404), false)).toEqual({
    result: "done",
    unavailable: true,
    lines: ["batchtaskpolicies.batchtask.dev can't be read: the baseline holds"],
    after: false,
  });
});

test("a missing right is fine for an operator of one namespace, and waited for by one of all", async () => {
  expect(await missing(refusal(403), true)).toMatchObject({ result: "done", unavailable: true });
  expect(await missing(refusal(403), false)).toMatchObject({ result: "waits", unavailable: false });
});

test("any other failure is waited for: to go on would be to go round the policies", async () => {
  expect(await missing(refusal(500), true)).toMatchObject({ result: "waits", unavailable: false });
});

/** An operator of one namespace on an API server that answers 403, and is ready or tells nothing of it. */
function starting() {
  const clock = manualClock();
  const server: { listed: Error | undefined; readyz: Error | undefined; onReadyz?: () => void } = {
    listed: refusal(403),
    readyz: refusal(403),
  };
  const client = {
    list: async () => {
      if (server.listed) throw server.listed;
      return { items: [], resourceVersion: "1" };
    },
    raw: async () => {
      server.onReadyz?.();
      if (server.readyz) throw server.readyz;
      return READY;
    },
  };
  const { made, sync } = reflector();
  const { log } = warningLog();
  const one = optional(made, { resource: POLICIES, client, clock, log, forbiddenIsFine: true, instead: "-" });
  const state = { done: false };
  void one.whenSynced(new AbortController().signal).then(() => (state.done = true));
  return { clock, server, one, sync, state };
}

test("an API server whose rights are not loaded yet is waited for, whether or not it tells that it isn't ready", async () => {
  for (const readyz of [refusal(403), refusal(500)]) {
    const { clock, server, one, sync, state } = starting();
    server.readyz = readyz;
    await clock.advance(3_000);
    expect([state.done, one.unavailable]).toEqual([false, false]);
    server.listed = undefined;
    server.readyz = undefined;
    await clock.advance(60_000);
    expect(one.unavailable).toBe(false);
    sync();
    await clock.advance(0);
    expect([state.done, one.unavailable]).toEqual([true, false]);
  }
});

test("one that never tells whether it is ready is believed after 5 s", async () => {
  const { clock, one } = starting();
  await clock.advance(6_000);
  expect(one.unavailable).toBe(true);
});

test("a 403 from the moment before it was ready doesn't count", async () => {
  const { clock, server, one } = starting();
  server.readyz = undefined;
  server.onReadyz = () => (server.listed = undefined);
  await clock.advance(60_000);
  expect(one.unavailable).toBe(false);
});
