import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../../cluster/util/run.ts";

const FOLDER = join(import.meta.dirname, "../../tools/manifests");
const DOWNLOAD_MS = 10 * 60_000;

/** A file with a Job or CronJob among its documents. */
export interface GoManifest {
  /** Module and path, for messages. */
  name: string;
  text: string;
}

/** Every file with a Job or CronJob in the modules of test/tools/manifests/go.mod, or why there are none. */
export async function goManifests(): Promise<{ files: GoManifest[] } | { missing: string }> {
  const goMod = await readFile(join(FOLDER, "go.mod"), "utf8");
  const modules = [...goMod.matchAll(/^\t(\S+) (v\S+)$/gm)].map(([, path, version]) => `${path}@${version}`);
  try {
    const found = await Promise.all(modules.map(async (module) => filesOf(module, await download(module))));
    return { files: found.flat() };
  } catch (error) {
    return {
      missing: `the Go modules can't be had: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

/** The folder of a module's sources, checked against go.sum. */
async function download(module: string): Promise<string> {
  const ran = await run(["go", "mod", "download", "-json", module], {
    environment: process.env,
    cwd: FOLDER,
    timeoutMs: DOWNLOAD_MS,
  });
  const answer: unknown = ran.code === 0 ? JSON.parse(ran.stdout) : undefined;
  if (typeof answer !== "object" || answer === null || !("Dir" in answer))
    throw new Error(`${module}: ${ran.stderr.trim() || ran.stdout.trim()}`);
  return String(answer.Dir);
}

const IS_JOB = /^[\s-]*"?kind"?: *"?(?:Job|CronJob)"?,?\s*$/m;
const IS_BATCH = /^[\s-]*"?apiVersion"?: *"?batch\/v1(?:beta1)?"?,?\s*$/m;

async function filesOf(module: string, folder: string): Promise<GoManifest[]> {
  const names = await readdir(folder, { recursive: true });
  const candidates = names.filter(
    (name) => /\.(ya?ml|json)(\.in)?$/.test(name) && !/openapi|discovery/.test(name),
  );
  const files: GoManifest[] = [];
  for (const name of candidates.toSorted()) {
    const text = await readFile(join(folder, name), "utf8");
    if (IS_JOB.test(text) && IS_BATCH.test(text))
      files.push({ name: `${module}/${name}`, text: filled(text) });
  }
  return files;
}

const VALUES: Readonly<Record<string, string>> = {
  BusyBoxImage: "busybox:1.36",
  Name: "templated",
  UseKueue: "true",
  LocalQueue: "queue",
  Replicas: "3",
  Mode: "Indexed",
  Sleep: "10s",
};

/** Some are Go templates: filled in as the tests that they belong to would do it. */
function filled(text: string): string {
  return text
    .replaceAll(/^\s*\{\{(?:if [^}]*|end)\}\}\n/gm, "")
    .replaceAll(/\{\{\.(\w+)\}\}/g, (whole, name: string) => VALUES[name] ?? whole);
}
