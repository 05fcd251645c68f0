import type { Environment } from "../util/run.ts";
import { missingTools } from "../util/tools.ts";

/** Why there can be no real node on this machine; empty where there can. */
export function nodeProblems(environment: Environment): string[] {
  if (process.platform !== "linux") return ["it needs Linux"];
  if (process.getuid?.() !== 0) return ["it needs root"];
  return missingTools(["unshare", "nsenter", "mount", "ip"], environment);
}
