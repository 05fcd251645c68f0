import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import { systemClock } from "../../../../src/kube/clock.ts";
import type { Comeback, Wait } from "../../../../src/kube/reflector/comeback.ts";
import { type Handler, reset, status, stream } from "../support/fake-server.ts";
import { thing } from "../support/objects.ts";
import {
  added,
  bookmark,
  errorEvent,
  list,
  modified,
  names,
  scene,
  silence,
  startOf,
  until,
} from "./support/scene.ts";

describe("the first read", () => {
  test("by WatchList: nothing is seen before its end, then all, then what follows in the same stream", async () => {
    const connected = Promise.withResolvers<ServerResponse>();
    const { server, store, reflector } = await scene([
      (request, response) => {
        stream([added(thing("b", 7)), bookmark(8), added(thing("a", 5))])(request, response);
        connected.resolve(response);
      },
    ]);
    await until(() => expect(reflector.lastActivityMs()).toBeLessThan(60_000));
    expect([reflector.synced, store.size]).toEqual([false, 0]);
    const response = await connected.promise;
    response.write(`${JSON.stringify(bookmark(10, true))}\n${JSON.stringify(modified(thing("a", 11)))}\n`);
    await reflector.whenSynced(AbortSignal.timeout(5000));
    await until(() => expect(names(store)).toEqual(["a@11", "b@7"]));
    expect(Object.fromEntries(server.requests[0]?.query ?? [])).toEqual({
      watch: "true",
      allowWatchBookmarks: "true",
      sendInitialEvents: "true",
      resourceVersionMatch: "NotOlderThan",
      timeoutSeconds: "445",
    });
  });

  test.each([400, 422])("by pages where the server answers %i to WatchList", async (code) => {
    const { server, store } = await scene([
      status(code, "Invalid"),
      list([thing("a", 5)], 10, "next"),
      list([thing("b", 6)], 10),
      stream([modified(thing("a", 11))]),
    ]);
    await until(() => expect(names(store)).toEqual(["a@11", "b@6"]));
    const [, first, second, watch] = server.requests;
    expect([first?.query.get("limit"), first?.query.get("resourceVersion")]).toEqual(["500", null]);
    expect(second?.query.get("continue")).toBe("next");
    expect(watch?.query.get("resourceVersion")).toBe("10");
  });

  test("a WatchList cut before its end is not taken for the whole", async () => {
    const { store, failures } = await scene([
      stream([added(thing("a", 5))], "end"),
      stream([added(thing("a", 5)), added(thing("b", 6)), bookmark(10, true)]),
    ]);
    await until(() => expect(names(store)).toEqual(["a@5", "b@6"]));
    expect(failures).toEqual(["WATCH_LIST_CUT"]);
  });
});

describe("goes on from where it was after", () => {
  const first = stream([added(thing("a", 5)), bookmark(10, true), modified(thing("a", 12))], "end");

  test("the regular end of a watch, without counting it as a failure", async () => {
    const { server, store, failures } = await scene([first, stream([modified(thing("a", 13))])]);
    await until(() => expect(names(store)).toEqual(["a@13"]));
    expect([startOf(server, 1), failures]).toEqual(["12", []]);
  });

  test("a bookmark", async () => {
    const { server, store } = await scene([
      stream([added(thing("a", 5)), bookmark(10, true), bookmark(99)], "end"),
      stream([modified(thing("a", 100))]),
    ]);
    await until(() => expect(names(store)).toEqual(["a@100"]));
    expect(startOf(server, 1)).toBe("99");
  });

  const initial = [added(thing("a", 5)), bookmark(10, true)];
  test.each<[string, Handler, string]>([
    ["a cut frame", stream([...initial, '{"type":"MODIFIED","obj'], "end"), "WATCH_CUT"],
    ["a garbled frame", stream([...initial, "garbage\n"]), "WATCH_GARBLED"],
    ["an ERROR event", stream([...initial, errorEvent(500, "InternalError")]), "InternalError"],
  ])("%s", async (_, broken, reason) => {
    const { server, store, failures } = await scene([broken, stream([modified(thing("a", 11))])]);
    await until(() => expect(names(store)).toEqual(["a@11"]));
    expect([startOf(server, 1), failures]).toEqual(["10", [reason]]);
  });

  test("a reset connection, a 500, and a 429 while it tries", async () => {
    const { server, store, failures } = await scene([
      first,
      reset,
      status(500, "InternalError"),
      stream([modified(thing("a", 13))]),
    ]);
    await until(() => expect(names(store)).toEqual(["a@13"]));
    expect(server.requests.map((_, i) => startOf(server, i))).toEqual(["initial", "12", "12", "12"]);
    expect(failures).toHaveLength(2);
  });
});

describe("reads everything anew after", () => {
  const first = stream([added(thing("a", 5)), added(thing("b", 6)), bookmark(10, true)], "end");
  const again = stream([added(thing("a", 20, { uid: "second" })), bookmark(30, true)]);

  test.each<[string, Handler[]]>([
    ["an HTTP 410", [first, status(410, "Expired"), again]],
    ["an ERROR event of 410", [first, stream([errorEvent(410, "Expired")]), again]],
    ["three failures in a row", [first, reset, reset, reset, again]],
  ])("%s, and sees deletions and re-creations", async (_, handlers) => {
    const { server, store } = await scene(handlers);
    await until(() => expect(store.get("ns/a")?.metadata?.uid).toBe("second"));
    await until(() => expect(names(store)).toEqual(["a@20"]));
    expect(startOf(server, handlers.length - 1)).toBe("initial");
  });

  test("a silent watch, which may be one from the future, and warns nobody", async () => {
    const timing = { silenceMs: 200 };
    const { server, store, failures, warnings } = await scene([first, silence, again], { timing });
    await until(() => expect(names(store)).toEqual(["a@20"]));
    expect([startOf(server, 2), failures[0]]).toEqual(["initial", "WATCH_SILENT"]);
    expect(warnings).toEqual([]);
  });

  test("a long break: the server may have been put back to older data whose versions have overtaken", async () => {
    const { server, store } = await scene([first, reset, again], { timing: { longestBreakMs: 0 } });
    await until(() => expect(names(store)).toEqual(["a@20"]));
    expect(startOf(server, 2)).toBe("initial");
  });

  test("a watch that is opened long after the last one ended in order: the same may have happened", async () => {
    const begun = stream([added(thing("a", 5)), bookmark(10, true)], "end");
    let closed = false;
    const slow: Handler = (request, response) => {
      response.on("close", () => (closed = true));
      setTimeout(() => silence(request, response), 300);
    };
    const { server, store, failures } = await scene([begun, slow, again], {
      timing: { longestBreakMs: 100 },
    });
    await until(() => expect(names(store)).toEqual(["a@20"]));
    expect([startOf(server, 2), failures]).toEqual(["initial", ["WATCH_LATE"]]);
    await until(() => expect(closed).toBe(true));
  });

  test("its time, though nothing seems wrong", async () => {
    const { server, store } = await scene([first, again], { timing: { relistMs: [0, 0] } });
    await until(() => expect(names(store)).toEqual(["a@20"]));
    expect(startOf(server, 1)).toBe("initial");
  });
});

test("a 401 takes a new token at once", async () => {
  const { store, failures } = await scene(
    [
      (request, response) =>
        (request.authorization === "new"
          ? stream([added(thing("a", 5)), bookmark(10, true)])
          : status(401, "Unauthorized"))(request, response),
    ],
    { token: (force) => (force ? "new" : "old") },
  );
  await until(() => expect(names(store)).toEqual(["a@5"]));
  expect(failures).toEqual([]);
});

test("Retry-After of a refused watch is heeded: no second request comes before it", async () => {
  const { server, reflector } = await scene([status(429, "TooManyRequests", {}, { "retry-after": "3600" })]);
  await until(() => expect(reflector.lastError).toBeDefined());
  await systemClock.sleep(100);
  expect(server.requests).toHaveLength(1);
});

test("once the API server is back it is tried at once, and the delays begin anew", async () => {
  const waits: Wait[] = [];
  const comeback: Comeback = {
    wait: async (wait) => {
      waits.push(wait);
      return true;
    },
    answered: (work, signal) => work(signal),
  };
  const backoff = { initialMs: 3_600_000, maxMs: Infinity, factor: 2, jitter: 0 };
  const { store } = await scene(
    [
      reset,
      status(429, "TooManyRequests", {}, { "retry-after": "7" }),
      stream([added(thing("a", 5)), bookmark(10, true)]),
    ],
    { comeback, timing: { backoff } },
  );
  await until(() => expect(names(store)).toEqual(["a@5"]));
  expect(waits.map(({ ms, atLeastMs }) => [ms, atLeastMs])).toEqual([
    [3_600_000, 0],
    [3_600_000, 7_000],
  ]);
  expect(waits[1]?.since).toBeGreaterThan(waits[0]?.since ?? Infinity);
});

test.each([true, false])(
  "an answer that the comeback gives up is asked for again: WatchList %s",
  async (watchList) => {
    let first = true;
    const comeback: Comeback = {
      wait: async () => true,
      answered: async (work, signal) => {
        const late = new AbortController();
        const working = work(AbortSignal.any([signal, late.signal]));
        if (first) setTimeout(() => late.abort(new Error("given up")), 200);
        first = false;
        return await working;
      },
    };
    const read = watchList
      ? [stream([added(thing("a", 5)), bookmark(10, true)])]
      : [list([thing("a", 5)], 10), silence];
    const hangs: Handler = () => undefined;
    const { store, failures } = await scene([hangs, ...read], { comeback, watchList });
    await until(() => expect(names(store)).toEqual(["a@5"]));
    expect(failures).toHaveLength(1);
  },
);

test("an object that is deleted while the initial ones are sent is not kept", async () => {
  const deleted = { type: "DELETED", object: thing("a", 7) };
  const initial = [added(thing("a", 5)), added(thing("b", 6)), deleted, modified(thing("b", 8))];
  const { store, reflector } = await scene([stream([...initial, bookmark(10, true)])]);
  await reflector.whenSynced(AbortSignal.timeout(5000));
  expect(names(store)).toEqual(["b@8"]);
});

test("watches that last are no failures, however they end: the next one follows at once", async () => {
  const lasting: Handler = (request, response) => {
    silence(request, response);
    setTimeout(() => response.socket?.resetAndDestroy(), 50);
  };
  const backoff = { initialMs: 1, maxMs: 3_600_000, factor: 1_000, jitter: 0 };
  const { server } = await scene([stream([added(thing("a", 5)), bookmark(10, true)], "reset"), lasting], {
    timing: { backoff, stableWatchMs: 20 },
  });
  await until(() => expect(server.requests.length).toBeGreaterThan(8));
});

test("handlers and transforms that throw don't end it", async () => {
  const { store } = await scene([
    stream([added(thing("a", 5)), bookmark(10, true), modified(thing("a", 11)), modified(thing("a", 12))]),
  ]);
  store.subscribe(() => {
    throw new Error("handler");
  });
  await until(() => expect(names(store)).toEqual(["a@12"]));
});

test("stops at once while it waits for events, and while it waits to try again", async () => {
  const watching = await scene([stream([bookmark(10, true)])]);
  await watching.reflector.whenSynced(AbortSignal.timeout(5000));
  await watching.stop();
  const waiting = await scene([status(429, "Busy", {}, { "retry-after": "3600" })]);
  await until(() => expect(waiting.reflector.lastError).toBeDefined());
  await waiting.stop();
  await expect(waiting.reflector.whenSynced(AbortSignal.abort(new Error("no")))).rejects.toThrow("no");
});
