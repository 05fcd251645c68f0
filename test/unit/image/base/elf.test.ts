import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { expect, test } from "vitest";
import { needsOf } from "../../../../deploy/image/base/elf.ts";

test.runIf(process.platform === "linux")(
  "a program asks for what ldd says that it gets, and has a loader",
  () => {
    const { libraries, loader } = needsOf(readFileSync(process.execPath));
    const got = execFileSync("ldd", [process.execPath], { encoding: "utf8" });
    expect(libraries).toContain("libc.so.6");
    for (const name of libraries) expect(got).toContain(basename(name));
    expect(got).toContain(loader);
  },
);

test.each([
  ["a script", Buffer.from(`#!/bin/sh\n${" ".repeat(64)}`)],
  ["nothing", Buffer.alloc(0)],
  ["a 32-bit program", Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46, 1, 1]), Buffer.alloc(64)])],
])("%s is none", (_, bytes) => {
  expect(() => needsOf(bytes)).toThrow("not a 64-bit little-endian ELF file");
});
