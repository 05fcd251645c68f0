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
  return { clock, server, comeback, wait, ended, stop };
}

describe("an API server that was away", () => {
  test.each([
    ["refused connections", refused],
    ["wasn't ready", answering(500)],
    ["turned everybody away", answering(429)],
    ["had a gateway before it that gave up waiting", answering(408)],
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
    await clock.advance(20_000);
    wait("tasks again");
    await clock.advance(MINUTE);
    expect(ended.at(-1)).toEqual({ name: "tasks again", at: 25_000 + MINUTE, isBack: false });
  });
});

describe("a server that has just come back and still refuses", () => {
  /** It was away for 20 s, and came back 1 s ago. */
  async function justBack() {
    const all = scene();
    all.server.state = refused;
    all.wait("tasks");
    await all.clock.advance(20_000);
    all.server.state = undefined;
    await all.clock.advance(1_000);
    return all;
  }

  test("is tried each second, since its rights may not be loaded yet", async () => {
    const { clock, wait, ended } = await justBack();
    wait("tasks again");
    await clock.advance(1_000);
    expect(ended.at(-1)).toEqual({ name: "tasks again", at: 22_000, isBack: false });
  });

  test("is heeded where it asks for a longer wait", async () => {
    const { clock, wait, ended } = await justBack();
    wait("tasks again", { atLeastMs: 10_000 });
    await clock.advance(MINUTE);
    expect(ended.at(-1)).toEqual({ name: "tasks again", at: 31_000, isBack: false });
  });

  test("and is spared again after a quarter of a minute", async () => {
    const { clock, wait, ended } = await justBack();
    await clock.advance(16_000);
    wait("tasks again");
    await clock.advance(MINUTE);
    expect(ended.at(-1)).toEqual({ name: "tasks again", at: 37_000 + MINUTE, isBack: false });
  });
});

describe("an answer that doesn't come", () => {
  /** Waits for an answer that only `give` brings; the outcome of it, once there is one. */
  function ask({ comeback, clock, stop }: ReturnType<typeof scene>) {
    const answer = Promise.withResolvers<string>();
    const seen: { outcome?: unknown; at?: number; signal?: AbortSignal } = {};
    const end = (outcome: unknown) => Object.assign(seen, { outcome, at: clock.monotonic() });
    comeback
      .answered((signal) => {
        seen.signal = signal;
        signal.addEventListener("abort", () => answer.reject(new Error("aborted")));
        return answer.promise;
      }, stop.signal)
      .then(end, end);
    return { seen, give: answer.resolve };
  }

  test("from a server that was away meanwhile is waited for no longer than 5 s after its return", async () => {
    const all = scene();
    all.server.state = "hangs";
    const { seen } = ask(all);
    await all.clock.advance(40_000);
    expect(seen.outcome).toBeUndefined();
    all.server.state = undefined;
    await all.clock.advance(5_000);
    expect([seen.outcome, seen.signal?.aborted]).toEqual([
      expect.objectContaining({ name: "TransportError", code: "SERVER_BACK" }),
      true,
    ]);
  });

  test("comes after all within the second after the return: it counts", async () => {
    const all = scene();
    all.server.state = "hangs";
    const { seen, give } = ask(all);
    await all.clock.advance(10_000);
    all.server.state = undefined;
    await all.clock.advance(1_500);
    give("late");
    await all.clock.advance(MINUTE);
    expect([seen.outcome, seen.signal?.aborted]).toEqual(["late", false]);
  });

  test("from a server that is there is waited for, and nobody asks for one that comes soon", async () => {
    const all = scene();
    const [soon, later] = [ask(all), ask(all)];
    await all.clock.advance(1_500);
    soon.give("soon");
    await all.clock.advance(0);
    expect(all.server.asked).toEqual([]);
    await all.clock.advance(MINUTE);
    later.give("later");
    await all.clock.advance(0);
    expect([soon.seen.outcome, later.seen.outcome]).toEqual(["soon", "later"]);
    expect(all.server.asked).toEqual(["GET /readyz"]);
  });

  test("is waited for no more once it is to stop", async () => {
    const all = scene();
    const { seen } = ask(all);
    all.stop.abort(new Error("stop"));
    await all.clock.advance(0);
    expect(seen.outcome).toEqual(new Error("aborted"));
  });
});

test("a stop ends each wait at once", async () => {
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
