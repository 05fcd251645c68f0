import { get, type IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { pageServer } from "./support/page-server.ts";

test("the token of the address becomes a cookie once, and leaves the address", async () => {
  const { ask, server, base, cookie } = await pageServer();
  const path = `/${new URL(server.url).search}`;
  expect(server.url).toBe(`http://127.0.0.1:${server.port}${base}?token=secret-1`);
  const first = await ask(path);
  expect([first.status, first.headers.location]).toEqual([303, base]);
  // Cookies know no ports: a server on another one would be sent this, were it for all paths.
  expect(first.headers["set-cookie"]).toEqual([`${cookie}; HttpOnly; SameSite=Strict; Path=${base}`]);
  expect(cookie).not.toContain("secret-1");

  const again = await ask(path);
  expect([again.status, again.headers["set-cookie"]]).toEqual([401, undefined]);
  expect(again.body).toContain("kubectl batchtask ui");
  const known = await ask(path, { headers: { cookie } });
  expect([known.status, known.headers["set-cookie"]]).toEqual([303, undefined]);
});

test.each([
  "/",
  "/?token=",
  "/?token=secret-2",
  "/?token=secret-",
  "/page.js",
  "/api/stream",
  "/api/policies",
])("%s without the cookie gets nothing", async (path) => {
  const { ask } = await pageServer();
  const answer = await ask(path);
  expect([answer.status, answer.headers["set-cookie"]]).toEqual([401, undefined]);
  expect(answer.body).not.toMatch(/doctype|event|policies/);
});

test("the page and its script come with headers that keep everything else out", async () => {
  const { asPage } = await pageServer();
  const page = await asPage("/");
  expect([page.status, page.body]).toEqual([200, "<!doctype html>"]);
  expect(page.headers["content-security-policy"]).toContain("default-src 'none'; script-src 'self'");
  expect(page.headers["content-security-policy"]).not.toContain("unsafe");
  expect(page.headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
  });
  expect((await asPage("/page.js")).headers["content-type"]).toBe("text/javascript; charset=utf-8");
});

test("another site may link to the page, and load nothing of it", async () => {
  const { asPage } = await pageServer();
  expect((await asPage("/", { "sec-fetch-site": "cross-site" })).status).toBe(200);
  expect((await asPage("/page.js", { "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect((await asPage("/page.js", { "sec-fetch-site": "same-origin" })).status).toBe(200);
});

test.each([
  "/../package.json",
  "/..%2fpackage.json",
  "/page.js/",
  "//page.js",
  "/%00",
  "/page.js%00.txt",
  "/constructor",
  "/\\page.js",
])("there is nothing at %s", async (path) => {
  const { asPage } = await pageServer();
  expect((await asPage(path)).status).toBe(404);
});

test.each(["/", "/page.js", "/api/policies", "/secret-3", "/secret-4/", "http://127.0.0.1/page.js", "*"])(
  "beside the page's own path there is nothing, cookie or not: %s",
  async (path) => {
    const { server, cookie } = await pageServer();
    const options = { host: "127.0.0.1", port: server.port, path, headers: { cookie }, agent: false };
    const response = await new Promise<IncomingMessage>((resolve) => get(options, resolve));
    response.resume();
    expect([response.statusCode, response.headers["set-cookie"]]).toEqual([401, undefined]);
  },
);

test("files are read, and nothing else is done to them", async () => {
  const { ask, cookie } = await pageServer();
  expect((await ask("/", { method: "POST", headers: { cookie } })).status).toBe(405);
});
