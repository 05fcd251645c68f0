import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { buildPage, type PageFiles } from "../../src/cli/build/page.ts";
import { launchOptions } from "./chromium.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the browser is to be driven; undefined where this machine can have none. */
    browserAddress: string | undefined;
    pageFiles: PageFiles;
  }
}

/** The page, built once, and a browser to look at it with. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  project.provide("pageFiles", await buildPage());
  const options = await launchOptions(process.env);
  const browser = options && (await chromium.launchServer(options));
  project.provide("browserAddress", browser?.wsEndpoint());
  return async () => await browser?.close();
}
