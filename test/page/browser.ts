import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, inject, test } from "vitest";
import { assetsOf } from "../../src/cli/ui/assets.ts";
import type { Row } from "../../src/ui/model/wire.ts";
import type { PageServer } from "../../src/ui/server/server.ts";
import { type RecordedCluster, recordedCluster } from "../support/ui/cluster.ts";
import { recordedRows } from "../support/ui/rows.ts";
import { serveRecorded } from "../support/ui/serve.ts";

/** A page over a recorded cluster of its own. */
export interface Opened extends AsyncDisposable {
  readonly page: Page;
  readonly cluster: RecordedCluster;
  readonly server: PageServer;
  /** Goes to a view by its hash. */
  readonly go: (hash: string) => Promise<void>;
  /** What the browser complained of. */
  readonly complaints: readonly string[];
}

export interface OpenOptions {
  readonly rows?: readonly Row[];
  readonly namespaces?: string[];
  readonly context?: BrowserContextOptions;
}

/** A test in a real browser: skipped, and counted so, where there is none. */
export const pageTest = test.skipIf(inject("browserAddress") === undefined);

/** A way to the browser for the tests of a file. */
export function useBrowser(): (options?: OpenOptions) => Promise<Opened> {
  let browser: Browser | undefined;
  beforeAll(async () => {
    const address = inject("browserAddress");
    if (address) browser = await chromium.connect(address);
  });
  afterAll(async () => await browser?.close());
  return async (options = {}) => {
    if (!browser) throw new Error("there is no browser");
    return await open(browser, options);
  };
}

async function open(
  browser: Browser,
  { rows = recordedRows(), namespaces, context }: OpenOptions,
): Promise<Opened> {
  const cluster = recordedCluster(rows, namespaces);
  const server = await serveRecorded(cluster, assetsOf(inject("pageFiles")));
  const world = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    timezoneId: "Europe/Berlin",
    ...context,
  });
  const page = await world.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(server.url);
  await page.getByRole("status").filter({ hasText: "Live" }).waitFor();
  return {
    page,
    cluster,
    server,
    complaints,
    go: async (hash) => {
      await page.goto(new URL(hash, server.url.split("?")[0]).href);
    },
    async [Symbol.asyncDispose]() {
      await world.close();
      await server.close();
    },
  };
}
