/**
 * Cross-builds what this repository builds for another processor, and checks each file by its header:
 *
 *   node test/cross/main.ts [--arch arm64] [--only kubernetes,node]...
 *
 * Nothing of it is run: that takes a machine of that processor.
 */
import { parseArgs } from "node:util";
import { BUILD_GROUPS } from "../cluster/build/groups.ts";
import { cacheFolder } from "../cluster/layout.ts";
import { JOBSET } from "../bench/jobset/group.ts";
import { TOOL_GROUPS } from "../tools/groups.ts";
import { goArch } from "../cluster/build/arch.ts";
import { buildGroups } from "./go.ts";
import { lineOf, type Made, NOT_CHECKED, summaryOf } from "./made.ts";
import { fetchNode, makePlugin } from "./node.ts";

const { values } = parseArgs({
  options: {
    arch: { type: "string", default: process.arch === "arm64" ? "x64" : "arm64" },
    only: { type: "string" },
  },
});
const { arch } = values;
goArch(arch);
const only = values.only?.split(",");
const isWanted = (name: string): boolean => only === undefined || only.includes(name);
const context = {
  environment: process.env,
  cache: cacheFolder(process.env),
  report: (line: string) => void process.stderr.write(`${line}\n`),
  signal: undefined,
  arch,
};

const started = performance.now();
const made: Made[] = [];
function tell(files: readonly Made[]): void {
  made.push(...files);
  for (const file of files) process.stdout.write(`${lineOf(file)}\n`);
}

if (isWanted("node")) tell(await fetchNode(context));
if (isWanted("plugin")) tell(await makePlugin(context));
const groups = [...Object.values(BUILD_GROUPS), JOBSET, ...Object.values(TOOL_GROUPS)];
for (const group of groups.filter(({ name }) => isWanted(name))) tell(await buildGroups([group], context));

if (made.length === 0) throw new Error(`--only ${values.only}: nothing of this name is built`);
process.stdout.write(`${summaryOf(made, arch, performance.now() - started)}\n${NOT_CHECKED}\n`);
if (made.some(({ isRight }) => !isRight)) process.exitCode = 1;
