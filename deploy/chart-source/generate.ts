/**
 * Writes the chart's generated files, or with --check exits 1 if a committed one differs.
 */
import { parseArgs } from "node:util";
import { writeOrCompare } from "../../src/crd/files.ts";
import { chartOutputs } from "./outputs.ts";

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
process.exitCode = writeOrCompare(chartOutputs(), values.check) ? 0 : 1;
