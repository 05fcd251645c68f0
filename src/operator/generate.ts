/**
 * Writes docs/reference/settings.md, or with --check exits 1 if the committed one differs.
 */
import { parseArgs } from "node:util";
import { writeOrCompare } from "../api/crd/files.ts";
import { settingsPage } from "./settings-page.ts";

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
const current = writeOrCompare([{ path: "docs/reference/settings.md", text: settingsPage() }], values.check);
process.exitCode = current ? 0 : 1;
