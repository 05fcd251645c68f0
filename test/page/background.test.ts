import type { Page } from "playwright-core";
import { expect } from "vitest";
import { once } from "../support/ui/rows.ts";
import { pageTest, useBrowser } from "./browser.ts";

const open = useBrowser();

const hiddenIs = (hidden: boolean): string =>
  `Object.defineProperty(document, "hidden", { configurable: true, value: ${hidden} });`;

async function hide(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate(`${hiddenIs(hidden)} document.dispatchEvent(new Event("visibilitychange"))`);
}

const stands = (page: Page, word: string) => page.getByRole("status").filter({ hasText: word }).waitFor();

pageTest(
  "a page in the background closes its stream, and shows what has changed once it is seen again",
  async () => {
    await using opened = await open();
    const { page, cluster } = opened;
    await hide(page, true);
    await stands(page, "Paused");
    cluster.change(once("billing", "aa-meanwhile", {}));
    await hide(page, false);
    await page.getByRole("rowheader", { name: "aa-meanwhile" }).waitFor();
    expect(opened.complaints).toEqual([]);
  },
);

pageTest("a page that is opened in the background asks for nothing until it is seen", async () => {
  await using opened = await open();
  const page = await opened.page.context().newPage();
  const streams: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/api/stream")) streams.push(request.url());
  });
  await page.addInitScript(hiddenIs(true));
  await page.goto(new URL(".", opened.server.url).href);
  await stands(page, "Paused");
  await page.evaluate(`window.dispatchEvent(new Event("online"))`);
  await stands(page, "Paused");
  expect(streams).toEqual([]);
  await hide(page, false);
  await stands(page, "Live");
  expect(streams).toHaveLength(1);
});

pageTest("a log is not followed in the background, and goes on where it is seen again", async () => {
  await using opened = await open();
  const { page, cluster, go } = opened;
  await go("#/task/data-science/train-ranker");
  await page.getByRole("combobox", { name: "Container" }).selectOption({ index: 1 });
  const lines = page.getByRole("log").locator("div");
  await expect.poll(() => lines.count()).toBe(41);
  await expect.poll(() => cluster.logs.size).toBe(1);
  await hide(page, true);
  await expect.poll(() => cluster.logs.size).toBe(0);
  await hide(page, false);
  await expect.poll(() => cluster.logs.size).toBe(1);
  for (const write of cluster.logs) write("one more");
  await page.getByText("one more").waitFor();
  expect(await lines.count()).toBe(42);
});

pageTest("a task's page is read again once cluster or page are back, and as time goes by", async () => {
  await using opened = await open();
  const { page, cluster, go } = opened;
  let asked = 0;
  page.on("request", (request) => {
    if (request.url().endsWith("/api/task/billing/invoices")) asked += 1;
  });
  await page.clock.install();
  await go("#/task/billing/invoices");
  await expect.poll(() => asked).toBe(1);
  cluster.away("gone");
  await stands(page, "Cluster away");
  cluster.back();
  await stands(page, "Live");
  await expect.poll(() => asked).toBe(2);
  await hide(page, true);
  await stands(page, "Paused");
  await hide(page, false);
  await expect.poll(() => asked).toBe(3);
  await page.clock.fastForward("01:05");
  await expect.poll(() => asked).toBe(4);
});
