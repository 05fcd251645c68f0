import { expect, test } from "vitest";
import { ApiError, TransportError } from "../../../../src/kube/errors.ts";
import { createReadiness } from "../../../../src/kube/reflector/readiness.ts";
import { manualClock } from "../support/manual-clock.ts";

const refused = new TransportError("connect ECONNREFUSED", { code: "ECONNREFUSED", maybeSent: false });
const answering = (status: number): ApiError => new ApiError({ status, body: "", method: "GET", path: "/" });

/** A server that is as \`state\` says, and who was told that it is back. */
function scene(state?: Error) {
  const clock = manualClock();
  const server = { state, asked: 0 };
  const client: Parameters<typeof createReadiness>[0]["client"] = {
    raw: async () => {
      server.asked += 1;
      if (server.state) throw server.state;
      return { status: 200, text: "ok", warnings: [] };
    },
  };
  const readiness = createReadiness({ client, clock });
  const told: string[] = [];
  const stop = new AbortController();
  const wait = (name: string, since = clock.monotonic()) =>
    void readiness.whenBack(since, stop.signal).then(() => told.push(name));
  return { clock, server, readiness, told, wait, stop };
}

test.each([
  ["refuses connections", true, refused],
  ["answers 500", true, answering(500)],
  ["answers 503", true, answering(503)],
  ["answers 429", true, answering(429)],
  ["answers 408", true, answering(408)],
  ["answers 401", false, answering(401)],
  ["answers 403", false, answering(403)],
  ["answers 404", false, answering(404)],
  ["is ready", false, undefined],
])("a server that %s: away is %s", async (_, isAway, state) => {
  const { clock, server, readiness, told, wait } = scene(state);
  wait("one");
  await clock.advance(10_000);
  server.state = undefined;
  await clock.advance(1_000);
  expect([told, readiness.backAt() > 0]).toEqual([isAway ? ["one"] : [], isAway]);
});

test("it is asked once a second for all who wait, and all are told", async () => {
  const { clock, server, told, wait } = scene(refused);
  for (const name of ["tasks", "jobs", "policies"]) wait(name);
  await clock.advance(10_000);
  expect(server.asked).toBe(11);
  server.state = undefined;
  await clock.advance(1_000);
  expect(told).toEqual(["tasks", "jobs", "policies"]);
});

test("who asks about the time before its return is told at once", async () => {
  const { clock, server, told, wait } = scene(refused);
  wait("one");
  await clock.advance(5_000);
  server.state = undefined;
  await clock.advance(1_000);
  wait("before", 4_000);
  wait("after");
  await clock.advance(10_000);
  expect(told).toEqual(["one", "before"]);
});

test("it is asked no more once nobody waits", async () => {
  const { clock, server, wait, stop } = scene(refused);
  wait("one");
  await clock.advance(1_500);
  stop.abort();
  const { asked } = server;
  await clock.advance(60_000);
  expect(server.asked).toBe(asked);
});
