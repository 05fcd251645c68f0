import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { describe, expect, it, test } from "vitest";
import { archiveOf, dockerArchive } from "../../cluster/image/archive.ts";
import { busyboxFiles } from "../../cluster/image/busybox.ts";
import { fullImageName } from "../../cluster/image/names.ts";
import { readArchive } from "../../cluster/image/read.ts";
import { tar, untar } from "../../cluster/image/tar.ts";

const BUSYBOX = Buffer.from("the binary");
const files = busyboxFiles(BUSYBOX, ["sh", "[", "busybox", "sh", "ls"]);
const image = {
  names: ["docker.io/library/busybox:1.36"],
  architecture: "amd64",
  command: ["sh"],
  files,
} as const;

function unpack(archive: Buffer, path: string): string {
  return execFileSync("tar", ["-xOf", "-", path], { input: archive }).toString();
}

describe("docker-archive", () => {
  it("is the same, byte for byte, for the same image", () => {
    expect(dockerArchive(image).equals(dockerArchive({ ...image, files: [...files] }))).toBe(true);
  });

  it("is read by tar, and its config names the layer by the digest of its content", () => {
    const archive = dockerArchive(image);
    const manifest: unknown = JSON.parse(unpack(archive, "manifest.json"));
    const layer = createHash("sha256").update(tar(files)).digest("hex");
    const config = /"Config":"([^"]+)"/.exec(unpack(archive, "manifest.json"))?.[1] ?? "";
    expect(manifest).toMatchObject([{ RepoTags: image.names, Layers: [`${layer}.tar`] }]);
    expect(unpack(archive, config)).toContain(`"diff_ids":["sha256:${layer}"]`);
  });
});

test("the parts of a docker-archive are found again", () => {
  const archive = dockerArchive(image);
  const { config, layers } = readArchive(archive);
  expect(layers.map((layer) => layer.equals(tar(files)))).toEqual([true]);
  expect(archiveOf(image.names, config, layers).equals(archive)).toBe(true);
});

describe("busybox files", () => {
  const listing = execFileSync("tar", ["-tvf", "-"], { input: tar(files) })
    .toString()
    .split("\n");
  const line = (path: string): string | undefined => listing.find((text) => text.includes(` ${path}`));

  it("never put a link in the binary's place, and list each applet once", () => {
    expect(listing.filter((text) => text.endsWith(" bin/busybox"))).toHaveLength(1);
    expect(listing.filter((text) => text.includes(" bin/sh -> busybox"))).toHaveLength(1);
    expect(line("bin/[")).toBeDefined();
  });

  it("have a /tmp for everybody", () => {
    expect(line("tmp/")).toMatch(/^drwxrwxrwt/);
  });
});

describe("tar", () => {
  it("is read as it was written", () => {
    expect(untar(tar(files))).toEqual(files.map((file) => ({ ...file, owner: "0:0" })));
  });

  it("is not misread where another tool wrote what isn't known here", () => {
    const pax = execFileSync("tar", [
      "-c",
      "--format=pax",
      "--pax-option=comment=1",
      "-C",
      "/",
      "etc/passwd",
    ]);
    expect(() => untar(pax)).toThrow("a kind that isn't known");
  });

  it("refuses a path that does not fit", () => {
    expect(() => tar([{ path: "a".repeat(101), mode: 0o644 }])).toThrow("too long");
  });
});

describe("fullImageName", () => {
  it.each([
    ["busybox", "docker.io/library/busybox:latest"],
    ["busybox:1.36", "docker.io/library/busybox:1.36"],
    ["team/tool:2", "docker.io/team/tool:2"],
    ["localhost/tool", "localhost/tool:latest"],
    ["registry.example:5000/team/tool", "registry.example:5000/team/tool:latest"],
  ])("%s is %s", (name, full) => {
    expect(fullImageName(name)).toBe(full);
  });

  it("refuses a digest", () => {
    expect(() => fullImageName("busybox@sha256:00")).toThrow("digest");
  });
});
