import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { pageServer } from "./support/page-server.ts";

test.each([
  ["not JSON", 400],
  ["null", 400],
  ["{}", 400],
  ['{"confirmed":"true","uid":"uid-a"}', 400],
  ['{"confirmed":true}', 400],
  [`{"confirmed":true,"more":"${"x".repeat(5_000)}"}`, 413],
])("a change with the body %s is not done", async (body, status) => {
  const { post, cluster } = await pageServer();
  const answer = await post("/api/task/team/a/cancel", body);
  expect([answer.status, cluster.acted]).toEqual([status, []]);
  expect(JSON.parse(answer.body)).toHaveProperty("error.message");
});

test("a body that never ends is refused at its limit, though it does not say its length", async () => {
  const { server, base, cookie, own } = await pageServer();
  const socket = connect(server.port, "127.0.0.1");
  socket.on("error", () => undefined);
  let answer = "";
  socket.on("data", (chunk: Buffer) => (answer += chunk.toString()));
  socket.write(
    [
      `POST ${base}api/task/team/a/cancel HTTP/1.1`,
      `Host: 127.0.0.1:${server.port}`,
      `Cookie: ${cookie}`,
      `Origin: ${own}`,
      "Content-Type: application/json",
      "Transfer-Encoding: chunked",
      "",
      `1000\r\n${"x".repeat(4_096)}\r\n1000\r\n${"x".repeat(4_096)}\r\n`,
    ].join("\r\n"),
  );
  await once(socket, "close");
  expect(answer).toMatch(/^HTTP\/1.1 413 [^]*longer than 4096 bytes/);
});

test.each(["rerun", "suspend", "resume", "cancel"])("%s is done once it is confirmed", async (action) => {
  const { post, cluster } = await pageServer();
  const { status, body } = await post(`/api/task/team/a/${action}`, '{"confirmed":true,"uid":"uid-a"}');
  expect([status, JSON.parse(body), cluster.acted]).toEqual([
    200,
    { message: "done" },
    [`${action} team/a uid-a`],
  ]);
});

test("what the cluster refuses is told with its status and its hint", async () => {
  const { asPage } = await pageServer();
  const { status, body } = await asPage("/api/task/team/gone");
  expect([status, JSON.parse(body)]).toEqual([
    404,
    { error: { message: "there is no BatchTask gone", hint: "It may have been deleted" } },
  ]);
});

test("a log comes as lines, and says why it ends", async () => {
  const { events } = await pageServer();
  const log = await events("/api/task/team/a/log?pod=a-1&container=main");
  expect(await log.next("line")).toEqual({ source: "a-1", text: "<script>alert(1)</script>" });
  expect(await log.next("end")).toEqual({ message: "The run has ended" });
});

test("so many streams are open at once, and one more once one is closed", async () => {
  const { events, asPage } = await pageServer({ limits: { streams: 2 } });
  const [first] = [await events("/api/stream"), await events("/api/stream")];
  expect((await asPage("/api/stream")).status).toBe(503);
  first.close();
  await expect
    .poll(async () => {
      const third = await events("/api/stream");
      third.close();
      return third.response.statusCode;
    })
    .toBe(200);
});

test("logs have a bound of their own", async () => {
  const log = (_: unknown, __: unknown, signal: AbortSignal) =>
    new Promise<undefined>((resolve) => signal.addEventListener("abort", () => resolve(undefined)));
  const { events, asPage } = await pageServer({ limits: { logs: 1 }, cluster: { log } });
  await events("/api/task/team/a/log");
  expect((await asPage("/api/task/team/a/log")).status).toBe(503);
});
