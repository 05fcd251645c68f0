import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { build } from "../../cluster/build/build.ts";
import { BUILD_GROUPS } from "../../cluster/build/groups.ts";

/** Writes what it is to build for, in place of a program. */
const GO = `#!/bin/sh
[ "$1" = env ] && { echo go1.26.0; exit; }
while [ "$1" != -o ]; do shift; done
for name in bridge loopback host-local; do echo "$GOARCH $CGO_ENABLED" > "$2/$name"; done
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "batchtask-build-"));
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin/go"), GO);
  chmodSync(join(folder, "bin/go"), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true }));

test("programs are built for the wanted processor, by default this machine's, each once", async () => {
  const environment = { PATH: `${join(folder, "bin")}:/usr/bin:/bin` };
  const lines: string[] = [];
  const report = (line: string): void => void lines.push(line);
  const context = { environment, cache: join(folder, "cache"), report, signal: undefined };
  const built = async (arch?: string) => {
    const into = await build(BUILD_GROUPS.cni, { ...context, ...(arch !== undefined && { arch }) });
    return readFileSync(join(into, "bridge"), "utf8").trim();
  };
  expect([await built("arm64"), await built("x64"), await built("arm64")]).toEqual([
    "arm64 0",
    "amd64 0",
    "arm64 0",
  ]);
  expect(["arm64 0", "amd64 0"]).toContain(await built());
  expect(lines.filter((line) => line.startsWith("Built"))).toHaveLength(2);
});
