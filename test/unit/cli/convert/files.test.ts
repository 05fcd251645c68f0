import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCli } from "../support/run-cli.ts";
import { one, task } from "./support/jobs.ts";

const PATCH = `# one env
apiVersion: batch/v1
kind: Job
metadata:
  name: a
spec:
  template:
    spec:
      containers:
        - name: c
          image: null
          env:
            - name: STAGE
              value: prod
`;
const COMPONENT = "components: [../batchtask]\n";
const SMALL = "- { op: replace, path: /spec/backoffLimit, value: 2 }\n";

describe("convert of a base and its patches", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "batchtask-convert-"));
    await cp("deploy/kustomize/user", join(folder, "batchtask"), { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true }));

  const fill = async (kustomization: string, files: Record<string, string> = {}) => {
    const all = {
      "base/job.yaml": one,
      "base/kustomization.yaml": "resources: [job.yaml]\n",
      "prod/patch.yaml": PATCH,
      "prod/kustomization.yaml": `resources: [../base]\n${kustomization}`,
      ...files,
    };
    for (const [name, text] of Object.entries(all)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
  };
  const convert = async (...folders: string[]) =>
    await runCli(["convert", "-R", "-w", ...folders.flatMap((name) => ["-f", name])], { folder });
  const text = async (name: string) => await readFile(join(folder, name), "utf8");

  it.each(["patches: [{ path: patch.yaml }]\n", "patchesStrategicMerge: [patch.yaml]\n"])(
    "turns both: %s",
    async (patches) => {
      await fill(patches + COMPONENT);
      expect(await convert("base", "prod")).toMatchObject({ exitCode: 0 });
      expect(await text("base/job.yaml")).toBe(task);
      const turned = PATCH.replace("batch/v1", "batchtask.dev/v1alpha1").replace("Job", "BatchTask");
      expect(await text("prod/patch.yaml")).toBe(turned);
      const linted = await runCli(["lint", "-R", "-f", "base", "-f", "prod"], { folder });
      expect(linted.stdout).toContain("1 object checked: nothing to complain of");
    },
  );

  it.each([
    [
      "no merge keys are known",
      "patches: [{ path: patch.yaml }]\n",
      "add the component deploy/kustomize/user to prod/kustomization.yaml",
    ],
    [
      "a target names Jobs",
      `${COMPONENT}patches: [{ path: small.yaml, target: { kind: Job } }]\n`,
      "patches[0].target is for Jobs",
    ],
    [
      "a patch is in the kustomization",
      `${COMPONENT}patches:\n  - patch: |\n${PATCH.replaceAll(/^/gm, "      ")}\n`,
      "patches[0].patch is for Jobs",
    ],
  ])("leaves both where %s, with the way out", async (_, kustomization, words) => {
    await fill(kustomization, { "prod/small.yaml": SMALL });
    const { exitCode, stderr } = await convert("base", "prod");
    expect(exitCode).toBe(1);
    expect(stderr).toContain(words);
    expect(stderr).toMatch(/^base\/job\.yaml:1:1: error: Job\/a is left as it is: what belongs to it/m);
    expect(await text("base/job.yaml")).toBe(one);
    expect(await text("prod/patch.yaml")).toBe(PATCH);
  });

  it("leaves a patch whose base is elsewhere, one of a CronJob, and one whose base must stay", async () => {
    const kustomization = `${COMPONENT}patches: [{ path: patch.yaml }]\n`;
    await fill(kustomization);
    const alone = await convert("prod");
    expect(alone.stderr).toContain("its base is not among these files: convert both in one go");
    await fill(kustomization, { "prod/patch.yaml": PATCH.replace("kind: Job", "kind: CronJob") });
    expect((await convert("base", "prod")).stderr).toContain("a BatchTask has no jobTemplate");
    await fill(kustomization, { "base/job.yaml": one.replace("spec:\n", "spec:\n  manualSelector: true\n") });
    expect((await convert("base", "prod")).exitCode).toBe(1);
    expect(await text("prod/patch.yaml")).toBe(PATCH);
  });

  it("leaves a CronJob whose patch must stay, too", async () => {
    const cronJob = one.replace("kind: Job", "kind: CronJob").replace(/spec:\n([^]*)/, (_, rest: string) => {
      return `spec:\n  schedule: "0 1 * * *"\n  jobTemplate:\n    spec:\n${rest.replaceAll(/^/gm, "    ").trimEnd()}\n`;
    });
    const patch = PATCH.replace("kind: Job", "kind: CronJob");
    await fill(`${COMPONENT}patches: [{ path: patch.yaml }]\n`, {
      "base/job.yaml": cronJob,
      "prod/patch.yaml": patch,
    });
    const { stderr } = await convert("base", "prod");
    expect(stderr).toMatch(/^base\/job\.yaml:1:1: error: CronJob\/a is left as it is: what belongs to it/m);
    expect(await text("base/job.yaml")).toBe(cronJob);
  });

  it("goes on once a target names BatchTasks, or anything", async () => {
    for (const kind of ["BatchTask", ".*"]) {
      await fill(`patches: [{ path: small.yaml, target: { kind: "${kind}" } }]\n`, {
        "prod/small.yaml": SMALL,
        "prod/patch.yaml": "",
      });
      expect(await convert("base", "prod")).toMatchObject({ exitCode: 0 });
      expect(await text("base/job.yaml")).toBe(task);
    }
  });
});
