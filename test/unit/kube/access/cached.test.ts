import { expect, test } from "vitest";
import { cached } from "../../../../src/kube/access/cached.ts";
import { manualClock } from "../support/manual-clock.ts";

/** Tokens that are issued one after another; `loads` tells which of them were read past what is kept. */
function issuer() {
  const loads: boolean[] = [];
  let issued = 1;
  const clock = manualClock();
  const token = cached(async (force) => {
    loads.push(force);
    await Promise.resolve();
    return { token: issued };
  }, clock);
  return { clock, loads, token, issue: () => (issued += 1) };
}

test("64 who bring the same refused value share one load, and who comes later with it gets the new one", async () => {
  const { token, issue, loads } = issuer();
  const old = await token();
  issue();
  const all = await Promise.all(Array.from({ length: 64 }, () => token({ ...old })));
  expect(new Set(all.map((one) => one.token))).toEqual(new Set([2]));
  expect(await token(old)).toEqual({ token: 2 });
  expect(loads).toEqual([false, true]);
});

test("what was read anew and is the same is not read once more by each who was refused", async () => {
  const { clock, token, loads } = issuer();
  const old = await token();
  for (let again = 0; again < 10; again += 1) expect(await token(old)).toEqual(old);
  expect(loads).toEqual([false, true]);
  await clock.advance(1_000);
  await token(old);
  expect(loads).toEqual([false, true, true]);
});

test("who is refused while a reload is under way that keeps to what is known gets one that does not", async () => {
  const clock = manualClock();
  const forced: boolean[] = [];
  const gate = Promise.withResolvers<void>();
  const token = cached(async (force) => {
    forced.push(force);
    if (forced.length === 2) await gate.promise;
    return { token: force ? "new" : "old" };
  }, clock);
  const old = await token();
  await clock.advance(60_000);
  const periodic = token();
  const refused = token(old);
  gate.resolve();
  expect([await periodic, await refused]).toEqual([{ token: "old" }, { token: "new" }]);
  expect(forced).toEqual([false, false, true]);
});
