import { expect } from "vitest";
import { pageTest, useBrowser } from "./browser.ts";

const open = useBrowser();
/** How much of the log is below what is seen, in pixels. */
const BELOW = `(() => {
  const { scrollHeight, scrollTop, clientHeight } = document.querySelector(".lines");
  return Math.round(scrollHeight - scrollTop - clientHeight);
})()`;
const LAST = `document.querySelector(".lines").lastElementChild`;

pageTest(
  "the log of a container follows, another one can be chosen, and one that ended be read again",
  async () => {
    await using opened = await open();
    const { page, go } = opened;
    await go("#/task/billing/ledger-export");
    await page.getByText("exported batch 40 of 40").waitFor();
    await page.getByText("The container has ended.").waitFor();
    await page.getByRole("button", { name: "Read again" }).click();
    await page.getByText("The container has ended.").waitFor();
    await expect.poll(() => page.getByRole("log").locator("div").count()).toBe(41);
    await page.getByRole("combobox", { name: "Container" }).selectOption({ index: 1 });
    await page.getByText("follows", { exact: true }).waitFor();
    await page.getByText("exported batch 40 of 40").waitFor();
  },
);

pageTest(
  "a log that is longer than the page keeps drops its oldest lines, and moves no other one",
  async () => {
    await using opened = await open();
    const { page, cluster, go } = opened;
    await go("#/task/data-science/train-ranker");
    await page.getByRole("combobox", { name: "Container" }).selectOption({ index: 1 });
    await expect.poll(() => cluster.logs.size).toBe(1);
    const write = (text: string) => cluster.logs.forEach((more) => more(text));
    // The lines from before, and more in one go than a page keeps.
    for (let line = 0; line < 5_000; line += 1) write(`long ${line}`);
    const last = () => page.evaluate<string>(`${LAST}.textContent`);
    await expect.poll(last).toBe("long 4999");
    expect(await page.getByRole("log").locator("div").count()).toBe(5_000);
    await page.evaluate(`void (window.kept = ${LAST})`);
    write("after it");
    await expect.poll(last).toBe("after it");
    expect(await page.evaluate<string>("window.kept.textContent")).toBe("long 4999");
  },
);

pageTest("another container is followed, though one had scrolled up in the first", async () => {
  await using opened = await open();
  const { page, go } = opened;
  await go("#/task/billing/ledger-export");
  await page.getByText("The container has ended.").waitFor();
  await expect.poll(async () => await page.evaluate<number>(BELOW)).toBe(0);
  await page.evaluate(`void (document.querySelector(".lines").scrollTop = 0)`);
  await expect.poll(async () => await page.evaluate<number>(BELOW)).toBeGreaterThan(100);
  await page.getByRole("combobox", { name: "Container" }).selectOption({ index: 1 });
  await page.getByText("follows", { exact: true }).waitFor();
  await page.getByText("exported batch 40 of 40").waitFor();
  await expect.poll(async () => await page.evaluate<number>(BELOW)).toBe(0);
});

pageTest("a pod whose container is not made yet is told from no pod", async () => {
  await using opened = await open();
  await opened.go("#/task/platform/reindex");
  await opened.page.getByText("No container of its pods has been made yet").waitFor();
  await opened.go("#/task/data-science/sweep-lr");
  await opened.page.getByText("No pod of it is there, and so no log.").waitFor();
  await opened.go("#/task/platform/cert-check");
  await expect.poll(() => opened.page.getByText("You have no right to read pods here.").count()).toBe(2);
});
