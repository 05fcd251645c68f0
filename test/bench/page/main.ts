/**
 * The page of `kubectl batchtask ui` in a real browser over a cluster with many tasks, which kwok's pods ran.
 *
 *   npm run bench:page [-- --tasks 10000] [--changes 10]
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Browser, chromium, type Page } from "playwright-core";
import { BATCHTASKS, POLICIES } from "../../../src/api/resources.ts";
import { buildPlugin } from "../../../src/cli/build/plugin.ts";
import { launchOptions } from "../../page/chromium.ts";
import { type RunningPage, startPage } from "../../support/ui/plugin.ts";
import { createMany, createOne, namesOf } from "../load.ts";
import { untilCollected } from "../measure/discovery.ts";
import { rssKb } from "../measure/proc.ts";
import { quantile } from "../measure/quantile.ts";
import { untilQuiet } from "../measure/quiet.ts";
import { NAMESPACE, openStage, type Stage } from "../stage.ts";
import { batchtask } from "../subjects/batchtask.ts";

const WAIT_MS = 60_000;
const VIEWS = [
  { name: "list", hash: "#/list", has: (page: Page) => page.getByRole("rowheader", { name: "aa-" }) },
  { name: "schedules", hash: "#/schedules", has: (page: Page) => page.getByText("Nothing is on a schedule") },
  {
    name: "guardrails, one policy rehearsed",
    hash: "#/policies",
    has: (page: Page) => page.getByRole("rowheader", { name: NAMESPACE, exact: true }),
  },
];
const POLICY = {
  metadata: { name: "one" },
  spec: { namespaceSelector: {}, rules: { backoffLimit: { max: 1 } } },
};
const { values } = parseArgs({
  options: { tasks: { type: "string", default: "10000" }, changes: { type: "string", default: "10" } },
});
const tasks = Number(values.tasks);
const changes = Number(values.changes);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

const ms = (value: number): string => `${Math.round(value)} ms`;
const mib = (pid: number): string => `${Math.round(rssKb(pid) / 1_024)} MiB`;

/** Tasks that have run, with their Jobs. */
async function fill(stage: Stage): Promise<void> {
  await batchtask.install(stage);
  await untilCollected(stage, BATCHTASKS);
  const operator = await batchtask.start?.(stage, { profile: undefined });
  if (!operator) throw new Error("there is no operator");
  const took = await timed(async () => {
    await createMany(stage, batchtask, namesOf("many", tasks), { suspend: false });
    await untilQuiet(operator);
  });
  say(`${tasks} tasks have run after ${Math.round(took / 1_000)} s`);
  const policy = { ...batchtask, resource: POLICIES, object: () => POLICY };
  await createOne(stage, policy, "one", { suspend: false });
  // What is measured is the page; that the operator does nothing beside it was just seen.
  await operator.process.stop();
}

const seen = async (page: Page, name: string): Promise<void> =>
  await page.getByRole("rowheader", { name }).first().waitFor();
const all = async (page: Page, count: number): Promise<void> =>
  await page
    .getByText(`${count.toLocaleString("en-GB")} tasks`)
    .first()
    .waitFor();

async function measure(stage: Stage, browser: Browser, plugin: RunningPage): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(WAIT_MS);
  const first = await timed(async () => {
    await page.goto(plugin.url);
    await seen(page, "many-");
  });
  await all(page, tasks);
  say(`first picture, the plugin just started: ${ms(first)}; RSS ${mib(plugin.pid)}`);
  for (let round = 1; round <= 3; round += 1) {
    const again = await timed(async () => {
      await page.reload();
      await seen(page, "many-");
    });
    const whole = await timed(async () => await all(page, tasks));
    say(`first picture, loaded again: ${ms(again)}, whole ${ms(whole)} later; RSS ${mib(plugin.pid)}`);
  }
  const late: number[] = [];
  for (let change = 0; change < changes; change += 1) {
    // Sorted before all others.
    const name = `aa-${String(change).padStart(3, "0")}`;
    await createOne(stage, batchtask, name, { suspend: true });
    late.push(await timed(async () => await seen(page, name)));
  }
  say(
    `a change, from the API server's answer to the picture: median ${ms(quantile(late, 0.5) ?? 0)}, longest ${ms(Math.max(...late))}`,
  );
  for (const { name, hash, has } of VIEWS) {
    const took = await timed(async () => {
      await page.goto(new URL(hash, page.url()).href);
      await has(page).first().waitFor();
    });
    say(`${name}: ${ms(took)}; RSS ${mib(plugin.pid)}`);
  }
}

// An exit takes the cluster along; the death by a signal alone would not.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(130));
const options = await launchOptions(process.env);
if (options === undefined) process.exit(1);
const stage = await openStage();
try {
  await fill(stage);
  const out = join(stage.cluster.stateDir ?? "", "kubectl-batchtask");
  await buildPlugin({ out });
  const browser = await chromium.launch(options);
  try {
    await using plugin = await startPage(
      [process.execPath, out],
      ["--kubeconfig", stage.cluster.kubeconfig, "-n", NAMESPACE],
    );
    await measure(stage, browser, plugin);
  } finally {
    await browser.close();
  }
} finally {
  await stage.close();
}
