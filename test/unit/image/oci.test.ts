import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { filesOf, ociArchive, readArchiveIndex } from "../../../deploy/image/oci.ts";
import { untar } from "../../cluster/image/tar.ts";

const file = (text: string) => ({ path: "app/what", mode: 0o444, content: Buffer.from(text) });
const image = {
  repository: "registry.example.com/team/operator",
  tag: "1.2.3",
  settings: { user: "65532:65532", labels: { "org.opencontainers.image.version": "1.2.3" } },
  platforms: [
    { architecture: "amd64", files: [file("x64")] },
    { architecture: "arm64", files: [file("arm")] },
  ],
} as const;

test("an archive has the image for each architecture, under its tag and its digest, the same bytes each time", () => {
  const { archive, digest } = ociArchive(image);
  expect(ociArchive(image).archive.equals(archive)).toBe(true);
  expect(readArchiveIndex(archive)).toEqual({ digest, platforms: ["linux/amd64", "linux/arm64"] });
  const contents = ["amd64", "arm64"].map((one) =>
    filesOf(archive, one).map(({ content }) => content?.toString()),
  );
  expect(contents).toEqual([["x64"], ["arm"]]);
  expect(() => filesOf(archive, "s390x")).toThrow("no image for s390x");
  const files = new Map(untar(archive).map(({ path, content }) => [path, content]));
  const index: unknown = JSON.parse(String(files.get("index.json")));
  const named = (name: string) => ({ digest, annotations: { "io.containerd.image.name": name } });
  expect(index).toMatchObject({
    manifests: [named(`${image.repository}:1.2.3`), named(`${image.repository}@${digest}`)],
  });
});

test("each blob is what its name says, and each descriptor's size is right", () => {
  const files = untar(ociArchive(image).archive).filter(({ path }) => /^blobs\/sha256\/./.test(path));
  expect(files).toHaveLength(7);
  const sizes = new Map<string, number>();
  for (const { path, content = Buffer.alloc(0) } of files) {
    const hash = createHash("sha256").update(content).digest("hex");
    expect(path).toBe(`blobs/sha256/${hash}`);
    sizes.set(`sha256:${hash}`, content.length);
  }
  const described = files.flatMap(({ content }) => {
    const text = content?.toString("latin1") ?? "";
    return [...text.matchAll(/"digest":"(sha256:\w+)","size":(\d+)/g)];
  });
  expect(described).toHaveLength(6);
  for (const [, digest = "", size] of described) expect(Number(size)).toBe(sizes.get(digest));
});
