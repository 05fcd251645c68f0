import type { Page } from "playwright-core";
import { expect } from "vitest";
import { pageTest, useBrowser } from "./browser.ts";

const open = useBrowser();

/** Label or text of what has the focus. */
const focused = async (page: Page): Promise<string> =>
  await page.evaluate<string>(
    "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent ?? ''",
  );

pageTest("by keyboard alone: find a red task, open it, run it again, and go back", async () => {
  await using opened = await open();
  const { page, cluster } = opened;
  await page.keyboard.press("/");
  await page.keyboard.type("ledger");
  const grid = page.getByRole("grid");
  await expect.poll(() => grid.getByRole("rowheader").count()).toBe(1);
  await tabTo(page, "billing");
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => focused(page)).toBe("ledger-export");
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => focused(page)).toMatch(/^ledger-export, Run 40 Failed/);
  await page.locator(".tooltip").getByText("Run 40 Failed: OOMKilled").waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "ledger-export" }).waitFor();
  await page.getByRole("button", { name: "Rerun", exact: true }).waitFor();
  await tabTo(page, "Rerun");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await tabTo(page, "Rerun");
  await page.keyboard.press("Enter");
  await expect.poll(() => cluster.acted).toEqual(["rerun billing/ledger-export"]);
  await page.goBack();
  await grid.waitFor();
  expect(page.url()).toContain("text=ledger");
});

pageTest("Escape leaves a confirmation, and nothing is done", async () => {
  await using opened = await open();
  const { page, cluster, go } = opened;
  await go("#/task/data-science/train-ranker");
  await page.getByRole("button", { name: "Cancel" }).press("Enter");
  await page.getByRole("dialog").getByText("deletes the task, its Job and its pods").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  expect(cluster.acted).toEqual([]);
  expect(await focused(page)).toBe("Cancel");
});

pageTest(
  "keys zoom and move the timeline, walk through all tasks, fold a namespace, and are told",
  async () => {
    await using opened = await open();
    const { page } = opened;
    const axis = page.getByRole("slider");
    const shown = async () => await axis.getAttribute("aria-valuetext");
    await axis.focus();
    const steps = ["+", "ArrowLeft", "-", "ArrowRight"];
    for (const key of steps) {
      const before = await shown();
      await page.keyboard.press(key);
      await expect.poll(shown, { message: key }).not.toBe(before);
    }
    await page.keyboard.press("Tab");
    expect(await focused(page)).toContain("billing");
    await page.keyboard.press("End");
    await expect.poll(() => focused(page)).toBe("thumbnails");
    await page.keyboard.press("Home");
    await expect.poll(() => focused(page)).toContain("billing");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.getByRole("rowheader", { name: "invoices" }).count()).toBe(0);
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
  },
);

/** Presses Tab until the focus is on what is named so. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press("Tab");
    if ((await focused(page)).startsWith(name)) return;
  }
  throw new Error(`Tab does not lead to ${name}`);
}
