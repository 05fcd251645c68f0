import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { BuildGroup } from "./groups.ts";

/** Folder of the Go modules that name every version. */
export const MODULES = join(import.meta.dirname, "..", "modules");

/** Folder of a group's Go module. */
export function moduleFolder({ module }: Pick<BuildGroup, "module">): string {
  return resolve(MODULES, module);
}

/** Version that a module file requires of a dependency. */
export function requiredVersion(goMod: string, dependency: string): string {
  const line = goMod.split("\n").find((line) =>
    line
      .trim()
      .replace(/^require /, "")
      .startsWith(`${dependency} v`),
  );
  const version = line
    ?.trim()
    .replace(/^require /, "")
    .split(" ")[1];
  if (version === undefined) throw new Error(`no version of ${dependency} in its go.mod`);
  return version;
}

/** What a build is made from: its version, and the folder name that changes with every input. */
export interface BuildIdentity {
  readonly version: string;
  readonly folder: string;
}

/**
 * Names a build by version, platform and the content of the module files.
 * @param arch the processor that it is for, as Node.js calls it
 */
export function identityOf(group: BuildGroup, arch: string = process.arch): BuildIdentity {
  const folder = moduleFolder(group);
  const read = (file: string): string => readFileSync(join(folder, file), "utf8");
  const sources = readdirSync(folder).filter((file) => file.endsWith(".go"));
  const { packages, tags, versionPackage } = group;
  const version = requiredVersion(read("go.mod"), group.versionOf);
  const hash = createHash("sha256")
    .update(JSON.stringify([packages, tags, versionPackage, process.platform, arch]))
    .update(["go.mod", "go.sum", ...sources.toSorted()].map(read).join("\0"))
    .digest("hex")
    .slice(0, 12);
  return { version, folder: `${group.name}-${version}-${hash}` };
}

/** The arguments of `go build` that write the group's binaries into `output`. */
export function goBuildArguments(group: BuildGroup, version: string, output: string): string[] {
  const [major, minor] = version.replace(/^v/, "").split(".");
  const link = group.versionPackage;
  const ldflags = ["-s", "-w"];
  if (link !== undefined) {
    ldflags.push(
      `-X ${link}.gitVersion=${version}`,
      `-X ${link}.gitMajor=${major}`,
      `-X ${link}.gitMinor=${minor}`,
    );
  }
  const tags = group.tags === undefined ? [] : ["-tags", group.tags];
  const target = group.packages.length === 1 ? join(output, group.binaries[0] ?? "") : `${output}/`;
  return [
    "build",
    "-v",
    "-trimpath",
    "-ldflags",
    ldflags.join(" "),
    ...tags,
    "-o",
    target,
    ...group.packages,
  ];
}
