import type { Page } from "playwright-core";
import { expect } from "vitest";
import { manyRows, once } from "../support/ui/rows.ts";
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
    expect(await focused(page)).toMatch(/^billing/);
    await page.keyboard.press("End");
    await expect.poll(() => focused(page)).toBe("thumbnails");
    await page.keyboard.press("Home");
    await expect.poll(() => focused(page)).toMatch(/^billing/);
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

/** How far the focus is outside of what is seen below the head that sticks, in pixels: nothing where it is in sight. */
const hiddenBy = (head: number): string => `(() => {
  const own = document.activeElement.getBoundingClientRect();
  const box = document.querySelector(".scroll").getBoundingClientRect();
  return Math.round(Math.max(0, box.top + ${head} - own.top, own.bottom - box.bottom));
})()`;

pageTest(
  "the focus stays in sight as it goes down and up, and in its place as lines come in above it",
  async () => {
    await using opened = await open({ rows: manyRows(400) });
    const { page, cluster, go } = opened;
    for (const [hash, head] of [
      ["#/", 84],
      ["#/list", 36],
    ] as const) {
      await go(hash);
      await page.locator(".scroll a").first().focus();
      for (const key of ["ArrowDown", "ArrowUp"])
        for (let press = 0; press < 35; press += 1) {
          const before = await focused(page);
          await page.keyboard.press(key);
          await expect.poll(() => focused(page), { message: `${hash} ${key} ${press}` }).not.toBe(before);
          await expect
            .poll(() => page.evaluate<number>(hiddenBy(head)), { message: `${hash} ${key}` })
            .toBe(0);
        }
    }
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => focused(page)).toBe("job-00040");
    cluster.change(...["a", "b", "c"].map((name) => once("aa", name, {})));
    await page.getByRole("rowheader", { name: "a", exact: true }).waitFor();
    expect(await focused(page)).toBe("job-00040");
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => focused(page)).toBe("job-00080");
  },
);

pageTest(
  "the timeline's keys work wherever the focus is, but in a box of text and under a dialog",
  async () => {
    await using opened = await open();
    const { page } = opened;
    const shown = async () => await page.getByRole("slider").getAttribute("aria-valuetext");
    for (const key of ["+", "Shift+ArrowLeft", "-", "Shift+ArrowRight"]) {
      const before = await shown();
      await page.keyboard.press(key);
      await expect.poll(shown, { message: key }).not.toBe(before);
    }
    const before = await page.locator(".shown-span").innerText();
    await page.keyboard.press("/");
    await page.keyboard.type("+-?/");
    await expect.poll(() => page.getByRole("searchbox").inputValue()).toBe("+-?/");
    await page.getByRole("searchbox").blur();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await page.keyboard.press("+");
    await page.keyboard.press("Escape");
    expect(await page.locator(".shown-span").innerText()).toBe(before);
  },
);

pageTest("a letter that is typed as the address is written is not lost", async () => {
  await using opened = await open();
  const { page } = opened;
  // Right as the box writes its text into the address, and before it is drawn anew, one more letter comes.
  await page.evaluate(`(() => {
    const write = history.replaceState.bind(history);
    let typed = false;
    history.replaceState = (...what) => {
      write(...what);
      if (typed || !String(what[2]).includes("text=led")) return;
      typed = true;
      const box = document.querySelector(".search");
      queueMicrotask(() => {
        box.value += "g";
        box.dispatchEvent(new Event("input", { bubbles: true }));
      });
    };
  })()`);
  await page.getByRole("searchbox").fill("led");
  await expect.poll(() => page.url()).toContain("text=ledg");
  expect(await page.getByRole("searchbox").inputValue()).toBe("ledg");
});

pageTest("after an action the keyboard goes on where its answer stands", async () => {
  await using opened = await open();
  const { page, go } = opened;
  await go("#/task/data-science/train-ranker");
  await page.getByRole("button", { name: "Suspend" }).press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "Suspend" }).press("Enter");
  await page.locator(".action-suspend").waitFor({ state: "detached" });
  expect(await page.evaluate<string>("document.activeElement.className")).toBe("actions");
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Rerun");
});
