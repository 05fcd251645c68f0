import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { TarEntry } from "../../../test/cluster/image/tar.ts";
import { users } from "../files.ts";
import { needsOf } from "./elf.ts";
import { type Architecture, type DebianPackage, papersOwner } from "./packages.ts";

/** Where Debian has libraries, by the name that GNU has for the processor. */
const TRIPLES = { amd64: "x86_64-linux-gnu", arm64: "aarch64-linux-gnu" } as const;

/** What a base is made of. */
export interface BaseParts {
  readonly architecture: Architecture;
  /** Folder of the npm package that has the Node.js, with its license. */
  readonly node: string;
  readonly packages: readonly DebianPackage[];
  /** Text of /etc/os-release, by which scanners know whose packages these are. */
  readonly system: string;
}

/**
 * Node.js, the libraries that it asks for and their licenses; no shell, no package manager. As in a distroless image,
 * /var/lib/dpkg/status.d says which packages the libraries are of.
 * @throws Error for a library that no package has
 */
export function baseFiles({ architecture, node, packages, system }: BaseParts): TarEntry[] {
  const binary = readFileSync(join(node, "bin/node"));
  const { libraries, used } = librariesOf(binary, packages, TRIPLES[architecture]);
  return [
    { path: "nodejs/bin/node", mode: 0o755, content: binary },
    text("nodejs/LICENSE", readFileSync(join(node, "LICENSE"), "utf8")),
    ...libraries,
    ...[...used].flatMap((one) => papersOf(one, packages)),
    text("etc/os-release", system),
    ...users(),
  ];
}

interface Libraries {
  readonly libraries: TarEntry[];
  readonly used: ReadonlySet<DebianPackage>;
}

/** Those that a program asks for, and those that they ask for. */
function librariesOf(binary: Buffer, packages: readonly DebianPackage[], triple: string): Libraries {
  const found = new Map<string, TarEntry>();
  const used = new Set<DebianPackage>();
  const { loader, libraries } = needsOf(binary);
  const wanted = [...libraries];
  for (let name = wanted.shift(); name !== undefined; name = wanted.shift()) {
    const path = name === basename(loader ?? "") ? `${loader}`.slice(1) : `lib/${triple}/${name}`;
    if (found.has(path)) continue;
    const { content, from } = contentOf(name, packages, triple);
    found.set(path, { path, mode: 0o755, content });
    used.add(from);
    wanted.push(...needsOf(content).libraries);
  }
  return { libraries: [...found.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1)), used };
}

function contentOf(name: string, packages: readonly DebianPackage[], triple: string) {
  for (const from of packages)
    for (const folder of ["lib", "usr/lib"]) {
      const file = join(from.root, folder, triple, name);
      if (existsSync(file)) return { content: readFileSync(file), from };
    }
  throw new Error(`no library ${name} in ${packages.map((one) => one.name).join(", ")}`);
}

function papersOf(one: DebianPackage, packages: readonly DebianPackage[]): TarEntry[] {
  const { name, control } = one;
  const owner = packages.find((other) => other.name === papersOwner(one));
  if (owner === undefined) throw new Error(`no package has the licences of ${name}`);
  const papers = readFileSync(join(owner.root, "usr/share/doc", owner.name, "copyright"), "utf8");
  return [
    text(`var/lib/dpkg/status.d/${name}`, `Status: install ok installed\n${control}`),
    text(`usr/share/doc/${name}/copyright`, papers),
  ];
}

const text = (path: string, content: string): TarEntry => ({
  path,
  mode: 0o644,
  content: Buffer.from(content),
});
