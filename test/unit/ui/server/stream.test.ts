import { expect, test } from "vitest";
import { pageServer, row } from "./support/page-server.ts";

test("a page hears whose cluster it is, all rows, and then what changes, gathered", async () => {
  const { events, cluster } = await pageServer();
  const page = await events("/api/stream");
  expect(await page.next("hello")).toMatchObject({ context: "test", namespaces: null });
  expect(await page.next("rows")).toEqual({ rows: [row("a"), row("b")], last: true });
  cluster.change(row("a", { phase: "Failed" }));
  cluster.change(row("a", { phase: "Succeeded" }));
  cluster.listener()?.changed({ upserts: [], deletes: ["uid-b"] });
  expect(await page.next("change")).toMatchObject({
    upserts: [row("a", { phase: "Succeeded" })],
    deletes: ["uid-b"],
  });
});

test("the time is the cluster's, and not this machine's", async () => {
  const hello = { context: "test", cluster: "test", namespaces: null, timeZone: "Etc/UTC", version: "1" };
  const { events, cluster } = await pageServer({ cluster: { hello: () => ({ ...hello, now: 111 }) } });
  const page = await events("/api/stream");
  expect(await page.next("hello")).toMatchObject({ now: 111 });
  await page.next("rows");
  cluster.change(row("c"));
  expect(await page.next("change")).toMatchObject({ now: 111 });
});

test("many rows come in chunks that a slow line takes", async () => {
  const rows = Array.from({ length: 500 }, (_, at) => row(`task-${at}`));
  const { events } = await pageServer({ cluster: { rows: () => rows } });
  const page = await events("/api/stream");
  const chunks = [await page.next("rows"), await page.next("rows"), await page.next("rows")];
  expect(chunks.map(({ rows, last }) => [Array.isArray(rows) && rows.length, last])).toEqual([
    [200, false],
    [200, false],
    [100, true],
  ]);
});

test("all pages share one watch, which a page that was closed for a moment keeps", async () => {
  const { events, cluster } = await pageServer();
  const pages = [await events("/api/stream"), await events("/api/stream")];
  for (const page of pages) await page.next("rows");
  expect(cluster.watches()).toBe(1);
  cluster.change(row("c"));
  for (const page of pages) expect(await page.next("change")).toMatchObject({ upserts: [row("c")] });
  for (const page of pages) page.close();
  const back = await events("/api/stream");
  expect(await back.next("rows")).toMatchObject({ rows: [row("a"), row("b"), row("c")] });
  expect(cluster.watches()).toBe(1);
});

test("without a page, as where all are in the background, the watch ends", async () => {
  const { events, cluster } = await pageServer({ limits: { graceMs: 20 } });
  const page = await events("/api/stream");
  await page.next("rows");
  page.close();
  await expect.poll(() => cluster.watches()).toBe(0);
  const back = await events("/api/stream");
  await back.next("rows");
  expect(cluster.watches()).toBe(1);
});

test("whether the API server is away is told, to a page that comes meanwhile, too", async () => {
  const { events, cluster } = await pageServer();
  const page = await events("/api/stream");
  await page.next("rows");
  cluster.listener()?.state({ state: "away", message: "no answer" });
  expect(await page.next("state")).toEqual({ state: "away", message: "no answer" });
  const late = await events("/api/stream");
  expect(await late.next("state")).toEqual({ state: "away", message: "no answer" });
  cluster.listener()?.state({ state: "live" });
  expect(await page.next("state")).toEqual({ state: "live" });
});

test("a page that does not read gets of each row the latest, and nothing heaps up for it", async () => {
  const text = "x".repeat(1_000_000);
  const { events, cluster } = await pageServer();
  const page = await events("/api/stream");
  await page.next("rows");
  page.response.pause();
  for (let version = 1; version <= 60; version += 1) {
    cluster.change(row("a", { message: text, resourceVersion: String(version) }));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  page.response.resume();
  const versions: string[] = [];
  while (versions.at(-1) !== "60") {
    const { upserts } = await page.next("change");
    const found = JSON.stringify(upserts).matchAll(/"resourceVersion":"(\d+)"/g);
    versions.push(...Array.from(found, ([, version = ""]) => version));
  }
  expect(versions.length).toBeLessThan(40);
});

test("a page that reads nothing for long is sent away", async () => {
  const { events, cluster } = await pageServer({ limits: { stallMs: 100, graceMs: 10 } });
  const page = await events("/api/stream");
  await page.next("rows");
  page.response.pause();
  const text = "x".repeat(10_000_000);
  cluster.change(row("a", { message: text }));
  cluster.change(row("b", { message: text }));
  await expect.poll(() => cluster.watches(), { timeout: 5_000 }).toBe(0);
});
