import { expect, test } from "vitest";
import { executableName } from "../../../deploy/archives/executable.ts";
import { formatOf } from "../../../deploy/archives/format.ts";
import { krewManifest } from "../../../deploy/archives/krew.ts";
import { builderOf, PLATFORMS, platformsOf } from "../../../deploy/archives/platforms.ts";

/** A header with 16-bit and 32-bit numbers, little-endian, at these places. */
function header(
  start: readonly number[],
  numbers: readonly [at: number, value: number, bytes: 2 | 4][],
): Buffer {
  const bytes = Buffer.alloc(256);
  Buffer.from(start).copy(bytes);
  for (const [at, value, width] of numbers) bytes.writeUIntLE(value, at, width);
  return bytes;
}
const elf = (machine: number) => header([0x7f, 0x45, 0x4c, 0x46], [[18, machine, 2]]);
const machO = (cpu: number) => header([0xcf, 0xfa, 0xed, 0xfe], [[4, cpu, 4]]);
const pe = (machine: number) =>
  header(
    [0x4d, 0x5a],
    [
      [0x3c, 128, 4],
      [128, 0x4550, 4],
      [132, machine, 2],
    ],
  );

test.each([
  ["ELF for x64", elf(62), { os: "linux", arch: "amd64" }],
  ["ELF for arm64", elf(183), { os: "linux", arch: "arm64" }],
  ["ELF for another processor", elf(243), undefined],
  ["Mach-O for x64", machO(0x01000007), { os: "darwin", arch: "amd64" }],
  ["Mach-O for arm64", machO(0x0100000c), { os: "darwin", arch: "arm64" }],
  ["PE for x64", pe(0x8664), { os: "windows", arch: "amd64" }],
  ["PE for arm64", pe(0xaa64), { os: "windows", arch: "arm64" }],
  ["DOS without PE", header([0x4d, 0x5a], [[0x3c, 0xffff, 4]]), undefined],
  ["a script", Buffer.from(`#!/bin/sh\n${" ".repeat(64)}`), undefined],
  ["nothing", Buffer.alloc(0), undefined],
])("the platform of %s", (_, bytes, platform) => {
  expect(formatOf(bytes)).toEqual(platform);
});

test("each operating system and processor has one platform, which a Node.js of its version can be built for", () => {
  const targets = PLATFORMS.map(({ os, arch }) => `${os} ${arch}`);
  expect(new Set(targets).size).toBe(6);
  for (const platform of PLATFORMS)
    for (const arch of ["x64", "arm64"])
      expect(builderOf(platform, arch)).toMatchObject({
        package: `node-linux-${arch}`,
        version: platform.version,
      });
  for (const platform of PLATFORMS) expect(() => builderOf(platform, "s390x")).toThrow("not on linux-s390x");
});

test("a platform that there is none of is told with those there are", () => {
  expect(platformsOf([])).toBe(PLATFORMS);
  expect(platformsOf(["linux-x64"]).map(({ key }) => key)).toEqual(["linux-x64"]);
  expect(() => platformsOf(["linux-x64", "solaris"])).toThrow("--platform solaris: known are linux-x64, ");
});

test("krew's manifest has each archive by its hash, for its platform", () => {
  const archives = PLATFORMS.map((platform) => ({
    platform,
    file: `dist/archives/${platform.key}.tar.gz`,
    bytes: 1,
    sha256: `hash of ${platform.key}`,
  }));
  const url = "https://example.com/releases/v1.2.3/";
  const manifest = krewManifest(archives, { url, version: "1.2.3" });
  expect(manifest).toMatchObject({
    spec: {
      version: "v1.2.3",
      homepage: "https://github.com/batchtask/batchtask-operator",
      platforms: PLATFORMS.map((platform) => ({
        selector: { matchLabels: { os: platform.os, arch: platform.arch } },
        uri: `${url}${platform.key}.tar.gz`,
        sha256: `hash of ${platform.key}`,
        bin: executableName(platform),
      })),
    },
  });
});
