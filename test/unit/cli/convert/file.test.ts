import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { runCli } from "../support/run-cli.ts";
import { converted, job, one, read, task } from "./support/jobs.ts";

const JOBS = "test/unit/cli/fixtures/jobs.yaml";

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
    const { runs, ...job } = after[2]?.spec ?? {};
    expect(job).toEqual(nightly?.spec?.jobTemplate?.spec);
    expect(runs).toMatchObject({ schedule: { cron: "0 3 * * *", timeZone: "Europe/Vienna" } });
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

  it("keeps anchors, aliases and merge keys, and refuses where one would lose its anchor", async () => {
    const merged = "      - &base {name: c, image: busybox}\n      - <<: *base\n        name: d\n";
    const kept = await converted(job(merged));
    expect(kept).toMatchObject({ exitCode: 0 });
    expect(kept.stdout).toContain(merged);
    const lost = job("      - {name: c, image: *i}\n").replace(
      "{name: a}",
      "{name: a, resourceVersion: &i busybox}",
    );
    const refused = await converted(lost);
    expect(refused).toMatchObject({ exitCode: 1, stdout: lost });
    expect(refused.stderr).toContain("an alias or merge key of its file is in the way");
  });

  it("refuses what it can't reach behind an alias or a merge key", async () => {
    const template =
      "&t {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: busybox}]}}}}";
    const cronJob = (spec: string) =>
      `x: ${template}\n` +
      `kind: List\napiVersion: v1\nitems:\n- apiVersion: batch/v1\n  kind: CronJob\n  metadata: {name: a}\n  spec: ${spec}\n`;
    for (const spec of [
      '{schedule: "* * * * *", jobTemplate: *t}',
      '{<<: {schedule: "* * * * *", jobTemplate: *t}}',
    ]) {
      const list = cronJob(spec);
      expect(await converted(list)).toMatchObject({ exitCode: 1, stdout: list });
    }
    const many = job(`      - {name: c, image: &i busybox, args: [${Array(150).fill("*i").join(", ")}]}\n`);
    expect(await converted(many)).toMatchObject({ exitCode: 0 });
    const commented = `${one}... # bye\n---\n${one}`;
    expect((await converted(commented)).stdout).toBe(`${task}... # bye\n---\n${task}`);
  });
});
