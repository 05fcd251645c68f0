import { NEWEST } from "../build/versions.ts";
import type { Settings } from "../options.ts";
import { run } from "../util/run.ts";
import { missingTools } from "../util/tools.ts";
import { readOnlyHierarchies } from "./cgroups.ts";

/** Why there can be no real node on this machine, or of this version; empty where there can. */
export async function nodeProblems({
  environment,
  kubernetes,
}: Pick<Settings, "environment" | "kubernetes">): Promise<string[]> {
  if (kubernetes !== NEWEST) return [`it is built for Kubernetes ${NEWEST} alone`];
  if (process.platform !== "linux") return ["it needs Linux"];
  if (process.getuid?.() !== 0) return ["it needs root"];
  const missing = missingTools(["unshare", "nsenter", "mount", "ip"], environment);
  if (missing.length > 0) return missing;
  const readOnly = readOnlyHierarchies();
  if (readOnly.length > 0) return [`it needs to write to the cgroups at ${readOnly.join(", ")}`];
  const probe = ["unshare", "--mount", "--pid", "--net", "--uts", "--ipc", "--fork", "--mount-proc", "true"];
  const { code, stderr } = await run(probe, { environment, timeoutMs: 5_000 });
  return code === 0 ? [] : [`it needs the right to make namespaces (${stderr.trim()})`];
}
