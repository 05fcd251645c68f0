import { describe, expect, test } from "vitest";
import { LEASES } from "../../../../src/kube/leader-election/lease.ts";
import type { ManualClock } from "../support/manual-clock.ts";
import { ref, scene } from "./support/scene.ts";

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
