import { mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Ran, run, runOrThrow } from "../../cluster/util/run.ts";
import type { Kubectl } from "./kubectl.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");

/** The shell commands of a guide under one heading. */
export async function commandsOf(guide: string, heading: string): Promise<string[]> {
  const text = await readFile(join(ROOT, guide), "utf8");
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
  return [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, commands = ""]) => commands);
}

/** The rows of a guide's table without what the task is and its phase. */
export async function verdictsOf(guide: string): Promise<Set<string>> {
  const lines = (await readFile(join(ROOT, guide), "utf8"))
    .split("\n")
    .filter((line) => line.startsWith("| "));
  const [, , ...body] = lines;
  const cells = body.map((line) => line.split("|").map((cell) => cell.trim()));
  return new Set(cells.map((row) => row.slice(3, -1).join(" | ")));
}

/**
 * Runs commands as a reader would: in a folder with what a checkout has and the chart of the guide, on a namespace that
 * the kubeconfig names.
 * @param tools folders of further commands
 */
export async function follow(commands: string[], kubectl: Kubectl, tools: string[] = []): Promise<Ran> {
  const folder = await mkdtemp(join(tmpdir(), "batchtask-guide-"));
  try {
    for (const part of ["deploy", "src", "crds", "node_modules", "package.json"])
      await symlink(join(ROOT, part), join(folder, part));
    await symlink(join(ROOT, "test", "tools", "chart"), join(folder, "report-chart"));
    const kubeconfig = join(folder, "kubeconfig");
    await namespaced(kubectl, kubeconfig);
    const PATH = [dirname(kubectl.path), ...tools, process.env["PATH"]].join(":");
    const homes = { HELM_CACHE_HOME: folder, HELM_CONFIG_HOME: folder, HELM_DATA_HOME: folder };
    return await run(["sh", "-ec", commands.join("\n")], {
      environment: { ...process.env, ...homes, PATH, KUBECONFIG: kubeconfig },
      cwd: folder,
      timeoutMs: 120_000,
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A copy of the kubeconfig that names the namespace. */
async function namespaced({ path, kubeconfig, namespace }: Kubectl, copy: string): Promise<void> {
  const options = { environment: process.env };
  const view = ["config", "view", "--raw", "--flatten", "--minify"];
  const { stdout } = await runOrThrow([path, "--kubeconfig", kubeconfig, ...view], options);
  await writeFile(copy, stdout, { mode: 0o600 });
  const set = ["config", "set-context", "--current", "--namespace", namespace];
  await runOrThrow([path, "--kubeconfig", copy, ...set], options);
}
