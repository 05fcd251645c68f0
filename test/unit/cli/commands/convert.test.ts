import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { one } from "../convert/support/jobs.ts";
import { runCli } from "../support/run-cli.ts";

describe("convert", () => {
  it("writes files in place", async () => {
    const folder = await mkdtemp(join(tmpdir(), "convert-"));
    try {
      await writeFile(join(folder, "job.json"), await readFile("test/unit/cli/fixtures/job.json"));
      const ended = await runCli(["convert", "--write", "-f", "job.json"], { folder });
      expect(ended).toMatchObject({ exitCode: 0, stdout: "" });
      expect(ended.stderr).toMatch(/^job\.json: Job\/\S+ is a BatchTask now$/m);
      expect(JSON.parse(await readFile(join(folder, "job.json"), "utf8"))).toMatchObject({
        kind: "BatchTask",
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("writes nothing where one of several can't be written to", async () => {
    const folder = await mkdtemp(join(tmpdir(), "convert-"));
    try {
      await writeFile(join(folder, "job.yaml"), one);
      const ended = await runCli(["convert", "-w", "-f", "job.yaml", "-f", "-"], { folder, stdin: one });
      expect(ended).toMatchObject({ exitCode: 2 });
      expect(await readFile(join(folder, "job.yaml"), "utf8")).toBe(one);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
