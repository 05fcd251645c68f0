/**
 * Writes docs/reference/settings.md and metrics.md, or with --check exits 1 if a committed one differs.
 */
import { parseArgs } from "node:util";
import { writeOrCompare } from "../../crd/files.ts";
import { metricsPage } from "./metrics-page.ts";
import { settingsPage } from "./settings-page.ts";

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
const pages = [
  { path: "docs/reference/settings.md", text: settingsPage() },
  { path: "docs/reference/metrics.md", text: metricsPage() },
];
const current = writeOrCompare(pages, values.check);
process.exitCode = current ? 0 : 1;
