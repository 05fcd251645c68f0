import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseYaml } from "../../../../src/cli/input/kube-yaml.ts";
import { runCli } from "../support/run-cli.ts";

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

  it("tells each reason to leave a Job as it is, at its place", async () => {
    const job = `apiVersion: batch/v1
kind: Job
metadata:
  name: report
spec:
  managedBy: example.com/other
  paralelism: 2
  template:
    spec:
      restartPolicy: Always
      containers:
        - { name: main, image: "busybox:1.36" }
`;
    const { stdout, stderr, exitCode } = await runCli(["convert", "-f", "-"], { stdin: job });
    expect([stdout, exitCode]).toEqual([job, 1]);
    const told = stderr.trim().split("\n");
    expect(
      told.map((line) => /^stdin:(\d+:\d+): error: Job\/report is left as it is: /.exec(line)?.[1]),
    ).toEqual(["6:3", "7:3", "10:7"]);
    expect(told[1]).toContain("did you mean parallelism?");
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
      expect(ended.stderr).toMatch(/^job\.json: Job\/\S+ is a BatchTask now$/m);
      expect(JSON.parse(await readFile(join(folder, "job.json"), "utf8"))).toMatchObject({
        kind: "BatchTask",
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  const job = (containers: string) =>
    `apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec:\n  template:\n    spec:\n      restartPolicy: Never\n      containers:\n${containers}`;
  const one = job("        - {name: c, image: busybox}\n");
  const task = one.replace("batch/v1", "batchtask.dev/v1alpha1").replace("Job", "BatchTask");
  const converted = async (text: string) => await runCli(["convert", "-f", "-"], { stdin: text });

  it.each([
    ["a directive", "%YAML 1.1\n---\n"],
    ["a comment before the mark", "# head\n---\n"],
    ["a document that ends", "kind: List\n...\n# next\n---\n"],
  ])("leaves what stands before a document where it is, once: %s", async (_, before) => {
    expect((await converted(before + one)).stdout).toBe(before + task);
  });

  it("keeps what stands behind the end of a document, and Windows' line ends", async () => {
    const file = (text: string) => `${text}...\n# next\n---\n${text}`;
    expect((await converted(file(one))).stdout).toBe(file(task));
    const windows = (text: string) => text.replaceAll("\n", "\r\n");
    expect((await converted(windows(one))).stdout).toBe(windows(task));
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

  it("keeps a suspended CronJob suspended, and names what goes with the schedule", async () => {
    const fields = 'schedule: "0 1 * * *", suspend: true, concurrencyPolicy: Forbid';
    const template =
      "{spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: busybox}]}}}}";
    const { stdout, stderr } = await converted(
      `apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec: {${fields}, jobTemplate: ${template}}\n`,
    );
    expect(read(stdout)[0]?.spec).toMatchObject({ suspend: true });
    expect(stderr).toContain('its schedule "0 1 * * *" is not carried over');
    expect(stderr).toContain("with it goes concurrencyPolicy");
  });

  it.each([
    [
      "an alias",
      "x: &j {template: {spec: {restartPolicy: Never, containers: [{name: c, image: busybox}]}}}\n",
      "*j",
    ],
    ["nothing", "", ""],
  ])("refuses a suspended CronJob whose template is %s, and does not fail", async (_, before, template) => {
    const list = `${before}kind: List\napiVersion: v1\nitems:\n- apiVersion: batch/v1\n  kind: CronJob\n  metadata: {name: a}\n  spec: {schedule: "0 1 * * *", suspend: true, jobTemplate: {spec: ${template}}}\n`;
    expect(await converted(list)).toMatchObject({ exitCode: 1, stdout: list });
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
