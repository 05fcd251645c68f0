import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseYaml } from "../../../src/cli/input/kube-yaml.ts";
import { runCli } from "./support/run-cli.ts";

const JOBS = "test/unit/cli/fixtures/jobs.yaml";

interface Doc {
  kind: string;
  metadata: { name: string; labels?: Record<string, string> };
  spec?: { jobTemplate?: { spec: unknown } };
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own fixtures
const read = (text: string) => parseYaml(text).documents.map((document) => document.toJS() as Doc);

describe("convert", () => {
  it("keeps every value of a Job's spec", async () => {
    const before = read(await readFile(JOBS, "utf8"));
    const after = read((await runCli(["convert", "-f", JOBS])).stdout);
    expect(after.map(({ kind }) => kind)).toEqual([
      "ConfigMap",
      "BatchTask",
      "BatchTask",
      "Job",
      "Job",
      "Job",
    ]);
    const [, report, nightly] = before;
    const withoutNull: unknown = JSON.parse(JSON.stringify(report?.spec), (key: string, value: unknown) =>
      key === "metadata" ? undefined : value,
    );
    expect(after[1]?.spec).toEqual(withoutNull);
    expect(after[1]?.spec).toMatchObject({ backoffLimit: 8 });
    expect(after[2]?.spec).toEqual(nightly?.spec?.jobTemplate?.spec);
    expect(after[2]?.metadata.labels).toEqual({ app: "backup", tier: "batch" });
  });

  it("leaves what it does not convert as it is, letter by letter", async () => {
    const text = await readFile(JOBS, "utf8");
    const { stdout } = await runCli(["convert", "-f", JOBS]);
    const part = (all: string, from: string, to?: string) =>
      all.slice(all.indexOf(from), to === undefined ? undefined : all.indexOf(to));
    expect(part(stdout, "# Everything", "# The nightly")).toBe(part(text, "# Everything", "# The nightly"));
    const refused = "---\napiVersion: batch/v1\nkind: Job\nmetadata:\n  name: chooses-its-pods";
    expect(part(stdout, refused)).toBe(part(text, refused));
  });

  it("gives what lint has no error for, and a second time nothing to do", async () => {
    const { stdout } = await runCli(["convert", "-f", "test/unit/cli/fixtures/live-job.yaml"]);
    const linted = await runCli(["lint", "-f", "-"], { stdin: stdout });
    expect(linted).toMatchObject({ exitCode: 0 });
    const again = await runCli(["convert", "-f", "-"], { stdin: stdout });
    expect(again.stdout).toBe(stdout);
  });

  it("writes files in place", async () => {
    const folder = await mkdtemp(join(tmpdir(), "convert-"));
    try {
      await writeFile(join(folder, "job.json"), await readFile("test/unit/cli/fixtures/job.json"));
      const ended = await runCli(["convert", "--write", "-f", "job.json"], { folder });
      expect(ended).toMatchObject({ exitCode: 0, stdout: "" });
      expect(JSON.parse(await readFile(join(folder, "job.json"), "utf8"))).toMatchObject({
        kind: "BatchTask",
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
