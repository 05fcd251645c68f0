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

async function missing(failure: Error, forbiddenIsFine: boolean) {
  const { lines, log } = warningLog();
  const clock = manualClock();
  const client = { list: () => Promise.reject(failure) };
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
