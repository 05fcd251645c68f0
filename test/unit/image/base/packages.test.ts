import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { papersOwner } from "../../../../deploy/image/base/packages.ts";

test("a package has its licences itself, or is a link to the package that has them", () => {
  const root = mkdtempSync(join(tmpdir(), "batchtask-papers-"));
  try {
    mkdirSync(join(root, "usr/share/doc/libc6"), { recursive: true });
    symlinkSync("gcc-12-base", join(root, "usr/share/doc/libstdc++6"));
    expect(papersOwner({ name: "libc6", root })).toBe("libc6");
    expect(papersOwner({ name: "libstdc++6", root })).toBe("gcc-12-base");
  } finally {
    rmSync(root, { recursive: true });
  }
});
