import { join } from "node:path";
import type { TestContext } from "vitest";
import { build } from "../cluster/build/build.ts";
import { cacheFolder } from "../cluster/layout.ts";
import type { Environment } from "../cluster/util/run.ts";
import { TOOL_GROUPS } from "./groups.ts";

/** Longest that a cold build of all tools may take on a slow machine. */
export const BUILD_MS = 30 * 60_000;

export type ToolName = keyof typeof TOOL_GROUPS;

/** A tool's path, or why this machine has none. */
export type Tool = { path: string } | { missing: string };

/** Builds a tool where the cache has none. That a machine can't is said, and no error. */
export async function findTool(name: ToolName, environment: Environment): Promise<Tool> {
  const context = { environment, cache: cacheFolder(environment), report, signal: undefined };
  try {
    return { path: join(await build(TOOL_GROUPS[name], context), name) };
  } catch (error) {
    const missing = `${name} can't be built: ${error instanceof Error ? error.message : String(error)}`;
    report(missing);
    return { missing };
  }
}

function report(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A tool's path; without one the test is skipped, and the reason said. */
export function pathOf(tool: Tool, { skip }: TestContext): string {
  return "path" in tool ? tool.path : skip(tool.missing);
}
