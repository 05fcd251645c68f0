import type { Page } from "playwright-core";
import { expect } from "vitest";
import { pageTest, useBrowser } from "./browser.ts";

const open = useBrowser();
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

interface Finger {
  readonly x: number;
  readonly y: number;
}

/** Fingers go from their first place to their last in a few steps, and are lifted. */
async function touch(page: Page, ways: readonly (readonly [Finger, Finger])[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const steps = 6;
  const at = (part: number) =>
    ways.map(([a, b], id) => ({ x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part, id }));
  await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at(0) });
  for (let step = 1; step <= steps; step += 1)
    await session.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(step / steps) });
  await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await session.detach();
}

/** The part of the axis that the address names once the axis stands still, in ms. */
async function shown(page: Page, before: string): Promise<{ from: number; span: number }> {
  await expect.poll(() => page.url()).not.toBe(before);
  const range = new URLSearchParams(new URL(page.url()).hash.split("?")[1]).get("range") ?? "";
  const [from = Number.NaN, to = Number.NaN] = range.split(",").map((time) => Date.parse(time));
  return { from, span: to - from };
}

pageTest("one finger drags the axis, two zoom it, and a tap opens what it touches", async () => {
  await using opened = await open({ context: PHONE });
  const { page } = opened;
  const box = await page.getByRole("slider").boundingBox();
  if (!box) throw new Error("the axis is not drawn");
  const y = box.y + box.height / 2;
  const [left, right] = [box.x + box.width * 0.3, box.x + box.width * 0.7];

  const first = page.url();
  await touch(page, [
    [
      { x: right, y },
      { x: left, y },
    ],
  ]);
  const dragged = await shown(page, first);
  const day = 24 * 3_600_000;
  expect(Math.abs(dragged.span - day)).toBeLessThanOrEqual(1_000);

  const second = page.url();
  await touch(page, [
    [
      { x: left, y },
      { x: box.x + box.width * 0.1, y },
    ],
    [
      { x: right, y },
      { x: box.x + box.width * 0.9, y },
    ],
  ]);
  const pinched = await shown(page, second);
  expect(pinched.span / day).toBeGreaterThan(0.4);
  expect(pinched.span / day).toBeLessThan(0.6);

  const name = page
    .getByRole("rowheader", { name: /ledger-export/ })
    .getByRole("link")
    .first();
  await name.tap();
  await page.getByRole("heading", { level: 1, name: "ledger-export" }).waitFor();
  expect(opened.complaints).toEqual([]);
});

pageTest("a press that ended outside of the timeline is no finger of the next touch", async () => {
  await using opened = await open({ context: { ...PHONE, isMobile: false } });
  const { page } = opened;
  const box = await page.getByRole("slider").boundingBox();
  if (!box) throw new Error("the axis is not drawn");
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + 100, y);
  await page.mouse.down();
  await page.mouse.move(box.x + 101, 5, { steps: 3 });
  await page.mouse.up();
  const first = page.url();
  await touch(page, [
    [
      { x: box.x + 200, y },
      { x: box.x + 120, y },
    ],
  ]);
  const { span } = await shown(page, first);
  expect(Math.abs(span - 24 * 3_600_000)).toBeLessThanOrEqual(1_000);
});
