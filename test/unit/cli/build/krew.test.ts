import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { writeKrew } from "../../../../src/cli/build/krew.ts";
import { buildPlugin } from "../../../../src/cli/build/plugin.ts";

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters, typescript/no-unsafe-type-assertion -- our own files
const read = <T>(file: string): T => parse(readFileSync(file, "utf8")) as T;

describe("the bundle", { timeout: 60_000 }, () => {
  it("is in an archive that krew's manifest names by its hash", async () => {
    const folder = mkdtempSync(join(tmpdir(), "krew-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const plugin = join(folder, "dist", "kubectl-batchtask");
    await buildPlugin({ out: plugin, release: "1.2.3" });
    const url = "https://example.com/kubectl-batchtask.tar.gz";
    const { manifest } = await writeKrew({ out: plugin, url, version: "1.2.3" });
    const { spec } = read<{
      spec: { version: string; platforms: { uri: string; sha256: string; bin: string }[] };
    }>(manifest);
    const archive = join(folder, "dist", "kubectl-batchtask.tar.gz");
    const sha256 = createHash("sha256").update(readFileSync(archive)).digest("hex");
    expect(spec).toMatchObject({
      version: "v1.2.3",
      platforms: [{ uri: url, sha256, bin: "kubectl-batchtask" }],
    });
    const { stdout } = spawnSync("tar", ["-tzf", archive], { encoding: "utf8" });
    expect(stdout.trim().split("\n")).toEqual(["kubectl-batchtask", "LICENSE"]);
  });
});
