import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { pageTest, useBrowser } from "./browser.ts";

const open = useBrowser();

/** All pictures, to be looked at; the two of the guide are made by `npm run page:pictures`. */
const FOLDER = "dist/page-pictures";
const GUIDE = process.env["BATCHTASK_PICTURES"];

const VIEWS: Readonly<Record<string, string>> = {
  timeline: "#/",
  week: "#/?range=7d",
  evening: "#/?range=6h",
  list: "#/list",
  task: "#/task/billing/ledger-export",
  policies: "#/policies",
  schedules: "#/schedules",
};

const LOOKS = {
  light: { colorScheme: "light", viewport: { width: 1280, height: 800 } },
  dark: { colorScheme: "dark", viewport: { width: 1280, height: 800 } },
  phone: { colorScheme: "light", viewport: { width: 390, height: 844 }, hasTouch: true },
} as const;

const OF_GUIDE: Readonly<Record<string, string>> = {
  "week-light": "page-timeline",
  "task-light": "page-task",
};

for (const [look, context] of Object.entries(LOOKS))
  pageTest(`pictures of each view, ${look}`, async () => {
    await using opened = await open({ context: { ...context, reducedMotion: "reduce" } });
    const { page, go } = opened;
    mkdirSync(FOLDER, { recursive: true });
    for (const [view, hash] of Object.entries(VIEWS)) {
      await go(hash);
      await page.getByRole("main").locator("table, [role=grid] [role=rowheader], .hours").first().waitFor();
      const picture = await page.screenshot({ path: join(FOLDER, `${view}-${look}.png`) });
      expect(picture.length).toBeGreaterThan(10_000);
      const guide = OF_GUIDE[`${view}-${look}`];
      if (GUIDE && guide) await page.screenshot({ path: join(GUIDE, `${guide}.png`) });
    }
    expect(existsSync(join(FOLDER, `task-${look}.png`))).toBe(true);
  });
