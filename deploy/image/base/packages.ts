import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { GoArch } from "../../../test/cluster/build/arch.ts";
import { type Environment, runOrThrow } from "../../../test/cluster/util/run.ts";
import { which } from "../../../test/cluster/util/tools.ts";

/** The processors that an image is made for, as Debian, Go and OCI call them. */
export type Architecture = GoArch;

/** A package of Debian, unpacked. */
export interface DebianPackage {
  readonly name: string;
  readonly version: string;
  /** What dpkg records of it: name, version, maintainer and so on. */
  readonly control: string;
  /** Its files. */
  readonly root: string;
}

/** What has the libraries that Node.js asks for. */
const PACKAGES = ["libc6", "libgcc-s1", "libstdc++6", "libatomic1"];

const LONGEST_MS = 5 * 60_000;

/**
 * Gives the packages of an architecture, whichever this machine has, in the newest version of the suites that its own
 * sources name, to `use`; the system itself stays as it is.
 * @throws Error where there is no apt-get, or it can't get them
 */
export async function withPackages<T>(
  architecture: Architecture,
  environment: Environment,
  use: (packages: readonly DebianPackage[]) => T,
): Promise<T> {
  for (const name of ["apt-get", "dpkg-deb"])
    if (which(name, environment) === undefined)
      throw new Error(`${name} is missing: the image's C library comes from Debian's packages`);
  const folder = mkdtempSync(join(tmpdir(), `batchtask-base-${architecture}-`));
  try {
    return use(await fetched(folder, architecture, environment));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fetched(
  folder: string,
  architecture: Architecture,
  environment: Environment,
): Promise<DebianPackage[]> {
  const options = { environment, cwd: folder, timeoutMs: LONGEST_MS };
  for (const name of ["lists/partial", "cache/archives/partial"])
    mkdirSync(join(folder, name), { recursive: true });
  const settings = [
    `APT::Architecture=${architecture}`,
    `APT::Architectures::=${architecture}`,
    "APT::Sandbox::User=root",
    "Acquire::Languages=none",
    `Dir::State::lists=${join(folder, "lists")}`,
    "Dir::State::status=/dev/null",
    `Dir::Cache=${join(folder, "cache")}`,
  ].flatMap((setting) => ["-o", setting]);
  await runOrThrow(["apt-get", ...settings, "update"], options);
  const download = async (names: readonly string[], to: string): Promise<DebianPackage[]> => {
    const cwd = join(folder, to);
    mkdirSync(cwd);
    await runOrThrow(["apt-get", ...settings, "download", ...names], { ...options, cwd });
    const files = readdirSync(cwd).toSorted();
    return await Promise.all(files.map((file) => unpacked(join(cwd, file), join(folder, file), environment)));
  };
  const packages = await download(PACKAGES, "packages");
  const others = [...new Set(packages.map(papersOwner))].filter((name) => !PACKAGES.includes(name));
  return [...packages, ...(others.length === 0 ? [] : await download(others, "papers"))];
}

/** The package that has a package's licences: of some the folder is a link to another one's. */
export function papersOwner({ name, root }: Pick<DebianPackage, "name" | "root">): string {
  const papers = join(root, "usr/share/doc", name);
  return lstatSync(papers).isSymbolicLink() ? readlinkSync(papers) : name;
}

async function unpacked(file: string, root: string, environment: Environment): Promise<DebianPackage> {
  const options = { environment, timeoutMs: LONGEST_MS };
  await runOrThrow(["dpkg-deb", "-x", file, root], options);
  const { stdout: control } = await runOrThrow(["dpkg-deb", "-f", file], options);
  return { name: field(control, "Package"), version: field(control, "Version"), control, root };
}

function field(control: string, name: string): string {
  const value = new RegExp(`^${name}: (.+)$`, "m").exec(control)?.[1];
  if (value === undefined) throw new Error(`a package has no field ${name}`);
  return value;
}
