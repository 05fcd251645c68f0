import { expect } from "vitest";
import { NOW, once, recordedRows } from "../support/ui/rows.ts";
import { pageTest, useBrowser } from "./browser.ts";

const open = useBrowser();

pageTest("the timeline shows each task's runs by namespace, and goes on by itself", async () => {
  await using opened = await open();
  const { page, cluster } = opened;
  await expect.poll(() => page.getByRole("grid").getByText("billing").isVisible()).toBe(true);
  const red = page.getByRole("link", { name: /^ledger-export, Run 40 Failed: OOMKilled/ });
  expect(await red.getAttribute("aria-label")).toContain("started Tue 1 Dec, 04:00 (03:00 UTC)");
  cluster.change(
    once(
      "billing",
      "aa-new",
      { phase: "Running" },
      { ago: 60, started: new Date(NOW - 3_000_000).toISOString() },
    ),
  );
  await page.getByRole("link", { name: /^aa-new, Run 1 Running/ }).waitFor();
  cluster.remove("uid-billing-aa-new");
  await page
    .getByRole("link", { name: /^aa-new/ })
    .first()
    .waitFor({ state: "detached" });
  expect(opened.complaints).toEqual([]);
});

pageTest("zoom, move and now change what is seen, and the address brings it back", async () => {
  await using opened = await open();
  const { page } = opened;
  const axis = page.getByRole("slider");
  const shown = async () => await axis.getAttribute("aria-valuetext");
  const day = await shown();
  await page.getByRole("button", { name: "7d" }).click();
  await expect.poll(shown).not.toBe(day);
  await expect.poll(() => page.url()).toContain("range=7d");
  const box = await axis.boundingBox();
  if (!box) throw new Error("the axis is not drawn");
  const week = await shown();
  await page.mouse.move(box.x + 500, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + 700, box.y + 10, { steps: 4 });
  await page.mouse.up();
  await expect.poll(shown).not.toBe(week);
  await expect.poll(() => page.url()).toContain("range=2026-");
  // A drag takes no key's click.
  await page.getByRole("link", { name: "Failed ledger-export" }).press("Enter");
  await page.getByRole("heading", { level: 1, name: "ledger-export" }).waitFor();
  await page.goBack();
  const moved = await shown();
  await page.reload();
  await expect.poll(shown).toBe(moved);
  await page.mouse.wheel(0, -400);
  await expect.poll(shown).not.toBe(moved);
  await page.getByRole("button", { name: "Now", exact: true }).click();
  await page.getByText("now", { exact: true }).waitFor();
});

pageTest(
  "the list is filtered by text, state, namespace, phase, reason and policy, by address, too",
  async () => {
    await using opened = await open();
    const { page, go } = opened;
    await go("#/list?namespace=billing");
    const names = () => page.getByRole("rowheader").allInnerTexts();
    await expect.poll(names).toContain("ledger-export");
    await expect.poll(names).not.toContain("sitemap");
    await page.getByRole("button", { name: /^Failed/ }).click();
    await expect.poll(names).toEqual(["ledger-export", "refund-2231"]);
    await page.getByRole("combobox", { name: "reason" }).selectOption("OOMKilled");
    await expect.poll(names).toEqual(["ledger-export"]);
    await page.reload();
    await expect.poll(names).toEqual(["ledger-export"]);
    await page.getByRole("link", { name: "Clear" }).click();
    await expect.poll(async () => (await names()).length).toBeGreaterThan(10);
    await page.getByRole("searchbox").fill("third LINE");
    await expect.poll(names).toEqual(["train-ranker-wide"]);
    await page.getByRole("searchbox").fill("nothing like it");
    await page.getByText("No task fits").waitFor();
    await page.getByRole("link", { name: "Show all" }).click();
    await page.getByRole("combobox", { name: "policy" }).selectOption("gpu-team");
    await expect.poll(names).toEqual(["notebook-export", "sweep-lr", "train-ranker-wide"]);
  },
);

pageTest("from red to why to rerun to running, by clicks alone", async () => {
  await using opened = await open();
  const { page, cluster } = opened;
  await page.getByRole("button", { name: /^Failed/ }).click();
  await page.getByRole("link", { name: "Failed ledger-export" }).click();
  await page.getByRole("heading", { level: 1, name: "ledger-export" }).waitFor();
  await page.getByText("it took more memory than its limit").first().waitFor();
  await page.getByText("Raise resources.limits.memory").waitFor();
  await page.getByRole("table").first().getByText("batch-default").waitFor();
  expect(await page.getByRole("button", { name: "Cancel" }).count()).toBe(0);
  await page.getByRole("button", { name: "Rerun", exact: true }).click();
  await page.getByRole("dialog").getByText("runs it once more").waitFor();
  expect(cluster.acted).toEqual([]);
  await page.getByRole("dialog").getByRole("button", { name: "Rerun" }).click();
  await page.getByText("ledger-export asked to run again").waitFor();
  expect(cluster.acted).toEqual(["rerun billing/ledger-export"]);
  await page.locator(".title").getByText("Running").waitFor();
  await page.getByRole("rowheader", { name: "41" }).waitFor();
});

pageTest("what the cluster refuses is said in its words", async () => {
  await using opened = await open();
  await opened.go("#/task/platform/registry-gc");
  await opened.page.getByRole("button", { name: "Rerun", exact: true }).click();
  await opened.page.getByRole("dialog").getByRole("button", { name: "Rerun" }).click();
  await opened.page.getByText("is forbidden: dana can't patch it. Ask whoever runs the cluster").waitFor();
});

pageTest("a task that is not there is said, and one that is deleted while one looks", async () => {
  await using opened = await open();
  await opened.go("#/task/billing/none");
  await opened.page.getByText("none is not there").waitFor();
  await opened.go("#/task/billing/invoices");
  await opened.page.getByRole("heading", { level: 1, name: "invoices" }).waitFor();
  opened.cluster.remove("uid-billing-invoices");
  await opened.page.getByText("invoices is not there").waitFor();
});

pageTest("guardrails tell what each policy would do, and to which tasks", async () => {
  await using opened = await open();
  const { page, go } = opened;
  await go("#/policies");
  await page
    .getByRole("button", { name: "gpu-team in data-science: 1 refused, 2 changed of 7 tasks" })
    .click();
  await page.getByText("is not allowed: name a version").waitFor();
  await page.getByText("ended 26h ago").waitFor();
  await page.getByRole("link", { name: "data-science/notebook-export" }).click();
  await page.getByRole("heading", { level: 1, name: "notebook-export" }).waitFor();
});

pageTest("schedules tell hour by hour what starts, in the reader's zone", async () => {
  await using opened = await open();
  const { page, go } = opened;
  await go("#/schedules");
  await page.getByRole("button", { name: /starts? at 18:00$/ }).click();
  await page.getByRole("heading", { name: /Tue 1 Dec, 18:00 \(17:00 UTC\)/ }).waitFor();
  await page.getByRole("link", { name: "newsletter" }).waitFor();
  await page.getByText("the run before went on").waitFor();
  await page.getByText("its schedule is suspended").waitFor();
});

pageTest("an empty cluster says how to begin", async () => {
  await using opened = await open({ rows: [], namespaces: ["team-a"] });
  await opened.page.getByText("There is none in namespace team-a of staging-eu").waitFor();
  await opened.page.getByText("kubectl batchtask run hello --image").waitFor();
  await opened.go("#/list");
  await opened.page.getByText("No BatchTask yet").waitFor();
  await opened.go("#/schedules");
  await opened.page.getByText("Nothing is on a schedule").waitFor();
});

pageTest("a phone has no sideways scroll, and every view", async () => {
  await using opened = await open({
    rows: recordedRows(),
    context: { viewport: { width: 390, height: 844 } },
  });
  for (const hash of ["#/", "#/list", "#/task/billing/ledger-export", "#/policies", "#/schedules"]) {
    await opened.go(hash);
    await opened.page.getByRole("main").locator("> *").first().waitFor();
    const overflow = await opened.page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
    expect(overflow, hash).toBeLessThanOrEqual(0);
  }
});
