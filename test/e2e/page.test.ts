import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { fromKubeconfig } from "../../src/kube/access/kubeconfig.ts";
import { systemClock } from "../../src/kube/clock.ts";
import { launchOptions } from "../page/chromium.ts";
import { type Gateway, openGateway } from "../support/gateway.ts";
import { type RunningPage, startPage } from "../support/ui/plugin.ts";
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
/** Runs once a night, in this world's zones. */
const nightly = {
  ...task,
  metadata: { name: "nightly" },
  spec: { ...task.spec, backoffLimit: 3, runs: { schedule: { cron: "0 3 * * *", timeZone: "Etc/UTC" } } },
};
const policy = (namespace: string) => ({
  apiVersion: "batchtask.dev/v1alpha1",
  kind: "BatchTaskPolicy",
  metadata: { name: "page-test" },
  spec: {
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
    rules: { backoffLimit: { max: 1 } },
    exemptions: [
      {
        namespace,
        name: "nobody",
        rules: ["backoffLimit"],
        reason: "nobody is like that",
        until: "2099-01-01T00:00:00Z",
      },
    ],
  },
});
const tables = (payments: string) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "tables" },
  data: { payments },
});

describe.skipIf(inject("noRealNode") !== undefined)("the page of a cluster with a real node", () => {
  let world: E2e;
  let browser: Browser | undefined;
  let gateway: Gateway;
  let plugin: RunningPage;
  let page: Page;
  const complaints: string[] = [];
  beforeAll(async () => {
    const options = await launchOptions(process.env);
    if (options === undefined) return;
    browser = await chromium.launch(options);
    world = await start("page");
    const { kubeconfig, context } = world.cluster;
    gateway = await openGateway(await fromKubeconfig({ path: kubeconfig, context, clock: systemClock }));
    const flags = ["--kubeconfig", await kubeconfigOf(gateway)];
    plugin = await startPage([process.execPath, "src/cli/main.ts"], flags);
    page = await browser.newPage();
    page.setDefaultTimeout(60_000);
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(plugin.url);
    await page.getByRole("status").filter({ hasText: "Live" }).waitFor();
  });
  afterAll(async () => {
    if (!browser) return;
    await plugin?.[Symbol.asyncDispose]();
    await browser.close();
    await world?.cluster.kubectl(["delete", "batchtaskpolicy", "page-test", "--ignore-not-found"]);
    await gateway?.[Symbol.asyncDispose]();
    await end(world);
  });

  const apply = (object: object) =>
    mustRun(world.cluster, ["apply", "-n", world.namespace, "-f", "-"], object);

  async function kubeconfigOf({ access: { server } }: Gateway): Promise<string> {
    const path = join(inject("folder"), "page-kubeconfig.json");
    const name = "gateway";
    const kubeconfig = {
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name, cluster: { server } }],
      users: [{ name, user: {} }],
      contexts: [{ name, context: { cluster: name, user: name, namespace: world.namespace } }],
      "current-context": name,
    };
    await writeFile(path, JSON.stringify(kubeconfig));
    return path;
  }

  const state = (words: string) => page.getByText(words, { exact: true }).first().waitFor();
  const bar = (name: RegExp) => page.getByRole("link", { name }).first();
  const view = (name: string) =>
    page.getByRole("navigation", { name: "Views" }).getByRole("link", { name }).click();
  const needsBrowser = (skip: (note: string) => never): void => {
    if (!browser) skip("this machine can have no Chromium");
  };

  test("a task turns red, says why, and turns green, by clicks alone", async ({ skip }) => {
    needsBrowser(skip);
    await apply(tables("no"));
    await apply(task);
    await bar(/^report, Run 1 Failed/).click();
    await page.getByRole("heading", { name: "report" }).waitFor();
    await page.getByText("no such table: payments").first().waitFor();
    await page.getByText("looking for the table").first().waitFor();
    await apply(tables("yes"));
    await page.getByRole("button", { name: "Rerun", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Rerun" }).click();
    await state("Succeeded");
    await view("Timeline");
    await bar(/^report, Run 2 Succeeded/).waitFor();
    expect(complaints).toEqual([]);
  });

  test("list, guardrails and schedules show what the cluster has", async ({ skip }) => {
    needsBrowser(skip);
    await apply(policy(world.namespace));
    await apply(nightly);
    await view("List");
    await page.getByRole("searchbox").fill("night");
    await page.getByRole("rowheader", { name: "nightly" }).waitFor();
    await view("Schedules");
    await page.getByText("1 start of 1 task on a schedule").waitFor();
    await page.getByRole("link", { name: "nightly" }).waitFor();
    await view("Guardrails");
    const cell = `page-test in ${world.namespace}: 1 changed of 2 tasks`;
    await page.getByRole("button", { name: cell }).click();
    await page.getByText("nobody is like that").waitFor();
    await page.getByRole("status").getByRole("link", { name: "nightly" }).click();
    await page.getByRole("heading", { level: 1, name: "nightly" }).waitFor();
    await page.getByText("page-test").first().waitFor();
    expect(complaints).toEqual([]);
  });

  test("the API server goes away and comes back: it is said, and the page goes on", async ({ skip }) => {
    needsBrowser(skip);
    await view("Timeline");
    await bar(/^report, Run 2 Succeeded/).waitFor();
    gateway.close(503);
    await page.getByRole("alert").getByText("The cluster does not answer").waitFor();
    await bar(/^report, Run 2 Succeeded/).waitFor();
    await apply({ ...task, metadata: { name: "meanwhile" } });
    gateway.open();
    await page.getByRole("alert").waitFor({ state: "detached" });
    await page.getByRole("status").filter({ hasText: "Live" }).waitFor();
    await bar(/^meanwhile, Run 1/).waitFor();
    expect(complaints).toEqual([]);
  });
});
