import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Ran, run, runOrThrow } from "../../cluster/util/run.ts";
import type { Kubectl } from "./kubectl.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");

/** The rows of a guide's table without what the task is and its phase. */
export async function verdictsOf(guide: string): Promise<Set<string>> {
  const lines = (await readFile(join(ROOT, guide), "utf8"))
    .split("\n")
    .filter((line) => line.startsWith("| "));
  const [, , ...body] = lines;
  const cells = body.map((line) => line.split("|").map((cell) => cell.trim()));
  return new Set(cells.map((row) => row.slice(3, -1).join(" | ")));
}

interface Around {
  /** Folders of further commands. */
  tools?: string[];
  /** Further files of the reader's folder, by their paths. */
  files?: Record<string, string>;
  /** Ends what would go on. */
  signal?: AbortSignal;
}

/**
 * Runs commands as a reader would: in a folder with what a checkout has and the chart of the guide, on a namespace that
 * the kubeconfig names, with the plugin. `npm ci` has been done.
 */
export async function follow(
  commands: string[],
  kubectl: Kubectl,
  { tools = [], files = {}, signal }: Around = {},
): Promise<Ran> {
  const folder = await mkdtemp(join(tmpdir(), "batchtask-guide-"));
  try {
    for (const part of ["deploy", "src", "crds", "node_modules", "package.json"])
      await symlink(join(ROOT, part), join(folder, part));
    await symlink(join(ROOT, "test", "tools", "chart"), join(folder, "report-chart"));
    for (const [path, text] of Object.entries({ ...commandsFor(process.env["PATH"] ?? ""), ...files })) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text, { mode: 0o755 });
    }
    const kubeconfig = join(folder, "kubeconfig");
    await namespaced(kubectl, kubeconfig);
    const PATH = [join(folder, "bin"), dirname(kubectl.path), ...tools, process.env["PATH"]].join(":");
    const homes = { HELM_CACHE_HOME: folder, HELM_CONFIG_HOME: folder, HELM_DATA_HOME: folder };
    const ports = { BATCHTASK_HTTP_HOST: "127.0.0.1", BATCHTASK_HTTP_PORT: "0" };
    return await run(["sh", "-ec", commands.join("\n")], {
      environment: { ...process.env, ...homes, ...ports, PATH, KUBECONFIG: kubeconfig },
      cwd: folder,
      timeoutMs: 120_000,
      signal,
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The plugin of this checkout, and npm where all is installed already. */
const commandsFor = (path: string): Record<string, string> => ({
  "bin/kubectl-batchtask": `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, "src/cli/main.ts")}" "$@"\n`,
  "bin/npm": `#!/bin/sh\n[ "$1" = ci ] || PATH="${path}" exec npm "$@"\n`,
});

/** A copy of the kubeconfig that names the namespace. */
async function namespaced({ path, kubeconfig, namespace }: Kubectl, copy: string): Promise<void> {
  const options = { environment: process.env };
  const view = ["config", "view", "--raw", "--flatten", "--minify"];
  const { stdout } = await runOrThrow([path, "--kubeconfig", kubeconfig, ...view], options);
  await writeFile(copy, stdout, { mode: 0o600 });
  const set = ["config", "set-context", "--current", "--namespace", namespace];
  await runOrThrow([path, "--kubeconfig", copy, ...set], options);
}
