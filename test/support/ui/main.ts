/**
 * Serves the page over recorded rows, to work on it without a cluster.
 *
 *   node test/support/ui/main.ts [--tasks COUNT] [--port PORT]
 */
import { parseArgs } from "node:util";
import { buildPage } from "../../../src/cli/build/page.ts";
import { assetsOf } from "../../../src/cli/ui/assets.ts";
import { recordedCluster } from "./cluster.ts";
import { manyRows, recordedRows } from "./rows.ts";
import { serveRecorded } from "./serve.ts";

const { values } = parseArgs({
  options: { tasks: { type: "string" }, port: { type: "string", default: "0" } },
});
const rows = values.tasks === undefined ? recordedRows() : manyRows(Number(values.tasks));
const { url } = await serveRecorded(recordedCluster(rows), assetsOf(await buildPage()), Number(values.port));
console.log(url);
