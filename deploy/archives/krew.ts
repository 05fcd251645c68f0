import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { stringify } from "yaml";

const ROOT = new URL("../../../", import.meta.url).pathname;

export interface KrewOptions {
  /** The executable that was built. */
  out: string;
  /** Where the archive can be downloaded once it is released. */
  url: string;
  version: string;
}

/** Writes the archive of a release beside the executable, and the manifest that krew installs it by. */
export async function writeKrew({ out, url, version }: KrewOptions): Promise<{ manifest: string }> {
  const folder = dirname(out);
  const archive = join(folder, "kubectl-batchtask.tar.gz");
  const same = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"];
  await promisify(execFile)("tar", [
    ...same,
    "-czf",
    archive,
    "-C",
    folder,
    basename(out),
    "-C",
    ROOT,
    "LICENSE",
  ]);
  const sha256 = createHash("sha256")
    .update(await readFile(archive))
    .digest("hex");
  const manifest = join(folder, "batchtask.yaml");
  await writeFile(manifest, stringify(krewManifest({ uri: url, sha256, version, bin: basename(out) })));
  return { manifest };
}

interface Release {
  uri: string;
  sha256: string;
  version: string;
  bin: string;
}

/** krew's Plugin (krew.googlecontainertools.github.com/v1alpha2). */
function krewManifest({ uri, sha256, version, bin }: Release): object {
  const os = { key: "os", operator: "In", values: ["linux", "darwin"] };
  return {
    apiVersion: "krew.googlecontainertools.github.com/v1alpha2",
    kind: "Plugin",
    metadata: { name: "batchtask" },
    spec: {
      version: `v${version}`,
      homepage: new URL("/", uri).href,
      shortDescription: "Lint, convert, run and explain BatchTasks",
      description:
        "BatchTasks are Jobs within a platform team's guardrails, with results that stay. This plugin checks them before they are applied, converts Jobs and CronJobs, and works on those of a cluster.\n",
      caveats: "Needs Node.js 22.19 or newer on the PATH.\n",
      platforms: [{ selector: { matchExpressions: [os] }, uri, sha256, bin }],
    },
  };
}
