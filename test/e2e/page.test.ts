import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { launchOptions } from "../page/chromium.ts";
import { type E2e, end, mustRun, start } from "./support.ts";

/** Fails with its reason until the table is there. */
const task = {
  apiVersion: "batchtask.dev/v1alpha1",
  kind: "BatchTask",
  metadata: { name: "report" },
  spec: {
    backoffLimit: 0,
    template: {
      spec: {
        restartPolicy: "Never",
        terminationGracePeriodSeconds: 1,
        containers: [
          {
            name: "main",
            image: "busybox:1.36",
            command: [
              "sh",
              "-c",
              'echo looking for the table; test "$TABLE" = yes && exit 0; echo no such table: payments > /dev/termination-log; exit 42',
            ],
            env: [{ name: "TABLE", valueFrom: { configMapKeyRef: { name: "tables", key: "payments" } } }],
          },
        ],
      },
    },
  },
};
const tables = (payments: string) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "tables" },
  data: { payments },
});

describe.skipIf(inject("noRealNode") !== undefined)("the page of a cluster with a real node", () => {
  let world: E2e;
  let browser: Browser | undefined;
  let plugin: ChildProcess | undefined;
  beforeAll(async () => {
    const options = await launchOptions(process.env);
    if (options === undefined) return;
    browser = await chromium.launch(options);
    world = await start("page");
  });
  afterAll(async () => {
    plugin?.kill();
    await browser?.close();
    if (browser) await end(world);
  });

  const apply = (object: object) =>
    mustRun(world.cluster, ["apply", "-n", world.namespace, "-f", "-"], object);

  /** The address that the plugin prints. */
  async function address(): Promise<string> {
    const flags = ["--kubeconfig", world.cluster.kubeconfig, "-n", world.namespace, "--no-open"];
    const child = spawn(process.execPath, ["src/cli/main.ts", "ui", ...flags], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    plugin = child;
    for await (const line of createInterface({ input: child.stdout })) return line;
    throw new Error("the plugin ended without an address");
  }

  const state = (page: Page, words: string) => page.getByText(words, { exact: true }).first().waitFor();

  test("a task turns red, says why, and turns green, by clicks alone", async ({ skip }) => {
    if (!browser) return skip("this machine can have no Chromium");
    const page = await browser.newPage();
    page.setDefaultTimeout(60_000);
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(await address());
    await page.getByRole("status").filter({ hasText: "Live" }).waitFor();
    await apply(tables("no"));
    await apply(task);
    await page
      .getByRole("link", { name: /^report, Run 1 Failed/ })
      .first()
      .click();
    await page.getByRole("heading", { name: "report" }).waitFor();
    await page.getByText("no such table: payments").first().waitFor();
    await page.getByText("looking for the table").first().waitFor();
    await apply(tables("yes"));
    await page.getByRole("button", { name: "Rerun", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Rerun" }).click();
    await state(page, "Succeeded");
    await page.getByRole("link", { name: "Timeline" }).first().click();
    await page
      .getByRole("link", { name: /^report, Run 2 Succeeded/ })
      .first()
      .waitFor();
    expect(complaints).toEqual([]);
  });
});
