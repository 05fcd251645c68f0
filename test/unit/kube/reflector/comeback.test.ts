import { describe, expect, test } from "vitest";
import { ApiError, TransportError } from "../../../../src/kube/errors.ts";
import { createComeback } from "../../../../src/kube/reflector/comeback.ts";
import { manualClock } from "../support/manual-clock.ts";

const MINUTE = 60_000;
const refused = new TransportError("connect ECONNREFUSED", { code: "ECONNREFUSED", maybeSent: false });
const answering = (status: number): ApiError => new ApiError({ status, body: "", method: "GET", path: "/" });

/** A server that answers as `state` says, whoever waits for it, and the end of each wait. */
function scene() {
  const clock = manualClock();
  const server = { state: undefined as Error | "hangs" | undefined, asked: [] as string[] };
  const client: Parameters<typeof createComeback>[0]["client"] = {
    raw: async (method, path, { signal } = {}) => {
      server.asked.push(`${method} ${path}`);
      if (server.state === "hangs") await clock.sleep(Number.MAX_SAFE_INTEGER, signal);
      if (server.state instanceof Error) throw server.state;
      return { status: 200, text: "ok", warnings: [] };
    },
  };
  const comeback = createComeback({ client, clock });
  const ended: { name: string; at: number; isBack: boolean }[] = [];
  const stop = new AbortController();
  const wait = (name: string, { ms = MINUTE, atLeastMs = 0, since = clock.monotonic() } = {}) =>
    void comeback
      .wait({ ms, atLeastMs, since }, stop.signal)
      .then((isBack) => ended.push({ name, at: clock.monotonic(), isBack }));
  return { clock, server, wait, ended, stop };
}

describe("an API server that was away", () => {
  test.each([
    ["refused connections", refused],
    ["wasn't ready", answering(500)],
    ["never answered", "hangs" as const],
  ])("and %s ends every wait within 5 s of its return", async (_, state) => {
    const { clock, server, wait, ended } = scene();
    server.state = state;
    wait("tasks");
    await clock.advance(20_000);
    wait("jobs");
    await clock.advance(20_000);
    expect(ended).toEqual([]);
    server.state = undefined;
    await clock.advance(5_000);
    expect(ended.map(({ name, isBack }) => [name, isBack])).toEqual([
      ["tasks", true],
      ["jobs", true],
    ]);
  });

  test("ends the wait after an attempt that began before its return and failed after it", async () => {
    const { clock, server, wait, ended } = scene();
    server.state = refused;
    wait("tasks");
    await clock.advance(10_000);
    const since = clock.monotonic();
    server.state = undefined;
    await clock.advance(5_000);
    wait("jobs", { since });
    await clock.advance(0);
    expect(ended.map(({ name, isBack }) => [name, isBack])).toEqual([
      ["tasks", true],
      ["jobs", true],
    ]);
  });

  test("is known to have been away by who fails next, though nobody waited when it came back", async () => {
    const { clock, server, wait, ended } = scene();
    server.state = refused;
    wait("tasks", { ms: 2_500 });
    await clock.advance(2_500);
    server.state = undefined;
    wait("tasks again");
    await clock.advance(0);
    expect(ended.map(({ name, isBack }) => [name, isBack])).toEqual([
      ["tasks", false],
      ["tasks again", true],
    ]);
  });

  test("is heeded where it asked for a longer wait", async () => {
    const { clock, server, wait, ended } = scene();
    server.state = refused;
    wait("tasks", { atLeastMs: 30_000 });
    await clock.advance(5_000);
    server.state = undefined;
    await clock.advance(24_000);
    expect(ended).toEqual([]);
    await clock.advance(1_000);
    expect(ended).toEqual([{ name: "tasks", at: 30_000, isBack: true }]);
  });
});

describe("the whole wait, where", () => {
  test.each([
    ["the server was never away: what failed was refused, or is cut by something between", undefined],
    ["nobody may ask whether it is ready", answering(403)],
  ])("%s", async (_, state) => {
    const { clock, server, wait, ended } = scene();
    server.state = state;
    wait("tasks");
    await clock.advance(MINUTE);
    expect(ended).toEqual([{ name: "tasks", at: MINUTE, isBack: false }]);
    expect(server.asked).toEqual(["GET /readyz"]);
  });

  test("it stays away", async () => {
    const { clock, server, wait, ended } = scene();
    server.state = refused;
    wait("tasks");
    await clock.advance(MINUTE);
    expect(ended).toEqual([{ name: "tasks", at: MINUTE, isBack: false }]);
  });

  test("it was back before the attempt began that failed", async () => {
    const { clock, server, wait, ended } = scene();
    server.state = refused;
    wait("tasks");
    await clock.advance(5_000);
    server.state = undefined;
    await clock.advance(5_000);
    wait("tasks again");
    await clock.advance(MINUTE);
    expect(ended.at(-1)).toEqual({ name: "tasks again", at: 10_000 + MINUTE, isBack: false });
  });
});

describe("the server is asked", () => {
  test("once a second for all who wait", async () => {
    const { clock, server, wait } = scene();
    server.state = refused;
    for (const name of ["tasks", "jobs", "policies"]) wait(name);
    await clock.advance(10_000);
    expect(server.asked).toHaveLength(11);
  });

  test("no more once nobody waits, and a stop ends each wait at once", async () => {
    const { clock, server, wait, ended, stop } = scene();
    server.state = refused;
    wait("tasks");
    await clock.advance(1_500);
    stop.abort(new Error("stop"));
    await clock.advance(0);
    expect(ended).toEqual([{ name: "tasks", at: 1_500, isBack: false }]);
    const asked = server.asked.length;
    wait("after the stop");
    await clock.advance(MINUTE);
    expect([server.asked.length, ended.at(-1)?.isBack]).toEqual([asked, false]);
  });
});
