import { expect, test } from "vitest";
import { checkHost } from "../../../../src/ui/server/guard.ts";
import { pageServer } from "./support/page-server.ts";

test.each([
  "evil.example",
  "127.0.0.1",
  "localhost",
  "127.0.0.1:1",
  "127.0.0.1.evil.example:PORT",
  "[::1]:PORT",
])("a request to the host %s is not answered, cookie or not", async (host) => {
  const { asPage, server } = await pageServer();
  const named = host.replace("PORT", String(server.port));
  for (const path of ["/", "/api/policies", `/?token=${new URL(server.url).searchParams.get("token")}`]) {
    const { status, headers } = await asPage(path, { host: named });
    expect([status, headers["set-cookie"]]).toEqual([421, undefined]);
  }
});

test("a browser leaves port 80 out, and no other one", () => {
  expect(() => checkHost({ host: "127.0.0.1" }, 80)).not.toThrow();
  expect(() => checkHost({ host: "localhost:80" }, 80)).not.toThrow();
  expect(() => checkHost({ host: "evil.example" }, 80)).toThrow(/127.0.0.1 and localhost alone/);
});

test("localhost is this machine, too", async () => {
  const { asPage, server } = await pageServer();
  const host = `localhost:${server.port}`;
  expect((await asPage("/api/policies", { host, origin: `http://${host}` })).status).toBe(200);
});

test.each([
  { origin: "https://evil.example" },
  { origin: "null" },
  { origin: "http://127.0.0.1:1" },
  { origin: "http://localhost.evil.example" },
  { "sec-fetch-site": "cross-site" },
  { "sec-fetch-site": "same-site" },
  { "sec-fetch-site": "none" },
])("another site's page is refused with %o, to read as to change", async (headers) => {
  const { asPage, post, cluster } = await pageServer();
  for (const path of ["/api/policies", "/api/stream", "/api/task/team/a", "/api/task/team/a/log"])
    expect((await asPage(path, headers)).status).toBe(403);
  expect((await post("/api/task/team/a/rerun", '{"confirmed":true}', headers)).status).toBe(403);
  expect(cluster.acted).toEqual([]);
});

test("a change says where it comes from, and is JSON, which no form sends", async () => {
  const { ask, post, cookie, own, cluster } = await pageServer();
  const path = "/api/task/team/a/rerun";
  const body = '{"confirmed":true,"uid":"uid-a"}';
  const headers = { cookie, "content-type": "application/json" };
  expect((await ask(path, { method: "POST", headers, body })).status).toBe(403);
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
    expect((await post(path, body, { "content-type": type })).status).toBe(415);
  expect(cluster.acted).toEqual([]);
  expect((await post(path, body, { origin: own })).status).toBe(200);
  expect(cluster.acted).toEqual(["rerun team/a uid-a"]);
});
