import type { Page } from "playwright-core";
import { expect } from "vitest";
import { at, manyRows, NOW, once } from "../support/ui/rows.ts";
import { pageTest, useBrowser } from "./browser.ts";

const open = useBrowser();
const HOUR = 3_600_000;

const shownOf = (page: Page) => async () => await page.getByRole("slider").getAttribute("aria-valuetext");

pageTest("a timeline that had nothing to show is as wide and as lively as any once it has", async () => {
  await using opened = await open({ rows: [] });
  const { page, cluster } = opened;
  await page.getByText("No BatchTask yet").waitFor();
  cluster.change(once("billing", "first", { phase: "Running" }, { ago: 300, started: at(NOW - 5 * HOUR) }));
  const bar = page.getByRole("link", { name: /^first, Run 1 Running/ });
  await bar.waitFor();
  const axis = page.getByRole("slider");
  expect((await axis.boundingBox())?.width).toBeGreaterThan(900);
  // Five of 24 hours.
  expect((await bar.boundingBox())?.width).toBeGreaterThan(150);
  const before = await shownOf(page)();
  await axis.hover();
  await page.mouse.wheel(0, -400);
  await expect.poll(shownOf(page)).not.toBe(before);
});

pageTest("a button that is let go outside of the window drags the timeline no further", async () => {
  await using opened = await open();
  const { page } = opened;
  const box = await page.getByRole("slider").boundingBox();
  if (!box) throw new Error("the axis is not drawn");
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + 300, y);
  await page.mouse.down();
  await page.mouse.move(box.x + 340, y, { steps: 4 });
  const dragged = await shownOf(page)();
  await page.evaluate(
    `document.querySelector(".axis").dispatchEvent(new PointerEvent("pointermove",
      { pointerId: 1, isPrimary: true, clientX: ${box.x + 600}, clientY: ${y}, buttons: 0, bubbles: true }))`,
  );
  await page.waitForTimeout(300);
  const moved = async (text: string | null) =>
    Date.parse(`2026 ${(text ?? "").replace(/ \(.*/, "").slice(4)}`);
  expect(Math.abs((await moved(await shownOf(page)())) - (await moved(dragged)))).toBeLessThan(HOUR);
  await page.mouse.up();
});

pageTest("a run that stands still, and one that was replaced, are told from one that runs", async () => {
  const bar = { ago: 600, started: at(NOW - 10 * HOUR) };
  const halted = once(
    "a",
    "halted",
    { phase: "Suspended", suspended: true },
    { ...bar, halted: "Suspended" },
  );
  const ended = { ended: at(NOW - HOUR), outcome: "Replaced" };
  await using opened = await open({ rows: [halted, once("a", "old", {}, { ...bar, ...ended })] });
  const { page } = opened;
  await page
    .getByRole("link", { name: /^halted, Run 1 Suspended/ })
    .getByText("Suspended")
    .waitFor();
  const colours = await page.evaluate<string[]>(
    `[...document.querySelectorAll(".run .bar .glyph")].map((glyph) => getComputedStyle(glyph).color)`,
  );
  expect(colours).toEqual(["rgb(24, 29, 41)", "rgb(24, 29, 41)"]);
});

pageTest("Back and a reload bring back where one was: zoom, scroll and folded namespaces", async () => {
  await using opened = await open({ rows: manyRows(400) });
  const { page } = opened;
  const heading = page.getByRole("rowheader", { name: "job-00041" });
  await page.getByRole("button", { name: "team-00" }).click();
  await expect.poll(() => page.getByRole("rowheader", { name: "job-00000" }).count()).toBe(0);
  await page.getByRole("button", { name: "Zoom in" }).click();
  await expect.poll(() => page.url()).toMatch(/range=\d+s/);
  const shown = page.locator(".shown-span");
  const span = await shown.innerText();
  expect(span).not.toBe("");
  await page.evaluate(`void (document.querySelector(".scroll").scrollTop = 2000)`);
  const top = async () => await page.evaluate<number>(`document.querySelector(".scroll").scrollTop`);
  await expect.poll(() => page.evaluate<string>("history.state?.scroll")).toBe("2000");
  const isBack = async () => {
    await expect.poll(top).toBe(2_000);
    expect(await shown.innerText()).toBe(span);
    await page.evaluate(`void (document.querySelector(".scroll").scrollTop = 0)`);
    await page.getByRole("button", { name: "team-00", expanded: false }).waitFor();
    await page.evaluate(`void (document.querySelector(".scroll").scrollTop = 2000)`);
    await expect.poll(() => page.evaluate<string>("history.state?.scroll")).toBe("2000");
  };
  await page.reload();
  await isBack();
  await page.locator(".task-line a").nth(20).click();
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.goBack();
  await isBack();
  await page.getByRole("link", { name: "List", exact: true }).click();
  await heading.waitFor();
  expect(await top()).toBe(0);
});
