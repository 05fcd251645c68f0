import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { identityOf, moduleFolder, requiredVersion } from "../../cluster/build/identity.ts";
import { TOOL_GROUPS } from "../../tools/groups.ts";

test("kstatus is the one that Helm waits with", () => {
  const goMod = readFileSync(join(TOOL_GROUPS.helm.module, "go.mod"), "utf8");
  expect(identityOf(TOOL_GROUPS.kstatus).version).toBe(requiredVersion(goMod, TOOL_GROUPS.kstatus.versionOf));
});

test("the cron library is the one of the CronJob controller", () => {
  const goMod = readFileSync(join(moduleFolder({ module: "kubernetes" }), "go.mod"), "utf8");
  expect(identityOf(TOOL_GROUPS.cron).version).toBe(requiredVersion(goMod, TOOL_GROUPS.cron.versionOf));
});

test("a program of ours is built anew when its source changes", () => {
  const copy = mkdtempSync(join(tmpdir(), "batchtask-module-"));
  try {
    cpSync(TOOL_GROUPS.lua.module, copy, { recursive: true });
    const group = { ...TOOL_GROUPS.lua, module: copy };
    expect(identityOf(group)).toEqual(identityOf(TOOL_GROUPS.lua));
    appendFileSync(join(copy, "state.go"), "// changed\n");
    expect(identityOf(group)).not.toEqual(identityOf(TOOL_GROUPS.lua));
  } finally {
    rmSync(copy, { recursive: true });
  }
});
