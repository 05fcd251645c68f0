import { basename } from "node:path";
import { SOURCE } from "../image/labels.ts";
import type { Archive } from "./archive.ts";
import { executableName } from "./executable.ts";

export interface KrewOptions {
  /** Where the archives can be downloaded once they are released; ends in /. */
  url: string;
  version: string;
}

/** krew's Plugin (krew.googlecontainertools.github.com/v1alpha2) with all archives. Pure. */
export function krewManifest(archives: readonly Archive[], { url, version }: KrewOptions): object {
  return {
    apiVersion: "krew.googlecontainertools.github.com/v1alpha2",
    kind: "Plugin",
    metadata: { name: "batchtask" },
    spec: {
      version: `v${version}`,
      homepage: SOURCE,
      shortDescription: "Lint, convert, run and explain BatchTasks",
      description:
        "BatchTasks are Jobs within a platform team's guardrails, with results that stay. This plugin checks them before they are applied, converts Jobs and CronJobs, and works on those of a cluster.\n",
      platforms: archives.map(({ platform, file, sha256 }) => ({
        selector: { matchLabels: { os: platform.os, arch: platform.arch } },
        uri: new URL(basename(file), url).href,
        sha256,
        bin: executableName(platform),
      })),
    },
  };
}
