import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findCommand } from "../../cluster/util/debian.ts";

const DEBIAN = { package: "sometool", path: "usr/bin/sometool" };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "batchtask-debian-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const find = () => {
  const environment = { PATH: join(folder, "bin") };
  const context = { environment, cache: folder, report: () => {}, signal: undefined };
  return findCommand("sometool", DEBIAN, context);
};

describe("a command that the system may not have", () => {
  test("is the system's own where there is one", async () => {
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "bin/sometool"), "", { mode: 0o755 });
    expect(await find()).toEqual({ path: join(folder, "bin/sometool"), libraries: undefined });
  });

  test("is Debian's from the cache, with all folders of its libraries", async () => {
    const unpacked = join(folder, "debian/sometool");
    const libraries = ["lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu"].map((path) =>
      join(unpacked, path),
    );
    for (const path of [...libraries, join(unpacked, "usr/lib/other")]) mkdirSync(path, { recursive: true });
    const { path, libraries: found } = await find();
    expect(path).toBe(join(unpacked, DEBIAN.path));
    expect(found?.split(":").toSorted()).toEqual(libraries);
  });

  test("is said to be missing where there is no apt-get either", async () => {
    await expect(find()).rejects.toThrow(
      "there is no sometool, and no apt-get to get Debian's with: install it",
    );
  });
});
