import { expect, test } from "vitest";
import { goArch } from "../../cluster/build/arch.ts";
import { BUILD_GROUPS } from "../../cluster/build/groups.ts";
import { identityOf } from "../../cluster/build/identity.ts";

test("Go's names of processors", () => {
  expect([goArch("x64"), goArch("arm64")]).toEqual(["amd64", "arm64"]);
  expect(() => goArch("riscv64")).toThrow(
    "nothing here is made for the processor riscv64: use one of x64, arm64",
  );
});

test("builds for two processors are two in the cache, and this machine's is the one without a name", () => {
  const folders = ["x64", "arm64"].map((arch) => identityOf(BUILD_GROUPS.cni, arch).folder);
  expect(new Set(folders).size).toBe(2);
  expect(identityOf(BUILD_GROUPS.cni)).toEqual(identityOf(BUILD_GROUPS.cni, process.arch));
});
