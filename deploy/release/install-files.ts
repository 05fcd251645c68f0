import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installManifest } from "../../test/tools/plain-manifests.ts";
import { findTool } from "../../test/tools/tool.ts";
import { type Environment, runOrThrow } from "../../test/cluster/util/run.ts";

/** The same files give the same bytes. */
const SAME = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner", "--mode=u=rwX,go=rX"];

/** Where from and where to. */
export interface InstallFiles {
  readonly root: string;
  /** Of the image, sha256:…. */
  readonly digest: string;
  /** The files to write. */
  readonly chart: string;
  readonly install: string;
}

/** Writes the chart's package and install.yaml; both name the image by its digest. Needs Helm, which is built. */
export async function makeInstallFiles(
  { root, digest, chart, install }: InstallFiles,
  environment: Environment,
): Promise<void> {
  const helm = await findTool("helm", environment);
  if ("missing" in helm) throw new Error(helm.missing);
  const folder = mkdtempSync(join(tmpdir(), "batchtask-chart-"));
  const own = { ...environment, HELM_CACHE_HOME: folder, HELM_CONFIG_HOME: folder, HELM_DATA_HOME: folder };
  try {
    const sources = join(folder, "batchtask-operator");
    cpSync(join(root, "deploy/chart"), sources, { recursive: true });
    const values = join(sources, "values.yaml");
    writeFileSync(values, withDigest(readFileSync(values, "utf8"), digest));
    await runOrThrow([helm.path, "lint", "--strict", sources], { environment: own });
    writeFileSync(install, await installManifest(helm.path, environment, sources));
    await pack(sources, chart, { helm: helm.path, folder, environment: own });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Helm decides what is in the package; its own has the time of the moment in it. */
async function pack(
  sources: string,
  chart: string,
  { helm, folder, environment }: { helm: string; folder: string; environment: Environment },
): Promise<void> {
  const [packed, unpacked] = [join(folder, "packed"), join(folder, "unpacked")];
  for (const path of [packed, unpacked]) mkdirSync(path);
  await runOrThrow([helm, "package", sources, "--destination", packed], { environment });
  await runOrThrow(["sh", "-c", 'tar -xzf "$0"/*.tgz -C "$1"', packed, unpacked], { environment });
  await runOrThrow(["tar", ...SAME, "-czf", chart, "-C", unpacked, "batchtask-operator"], { environment });
}

/** The chart's values with the image's digest. Pure. @throws Error where there is no one place for it */
export function withDigest(values: string, digest: string): string {
  const parts = values.split('\n  digest: ""\n');
  if (parts.length !== 2) throw new Error('values.yaml has not one line `digest: ""` of the image');
  return parts.join(`\n  digest: ${digest}\n`);
}
