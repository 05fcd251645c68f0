import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { KIND } from "../../../src/api/group.ts";
import { JOBS } from "../../../src/api/resources.ts";
import { manifestsOf } from "../../../src/cli/input/manifests.ts";
import { isRecord } from "../../../src/kube/json.ts";
import { type Resource, trust } from "../../../src/kube/resource.ts";
import { runCli } from "../../unit/cli/support/run-cli.ts";
import { needsKubernetes, NEWEST_MINOR } from "../support/kubernetes.ts";
import { createWorld, type World } from "../support/world.ts";
import { type GoManifest, goManifests } from "./go-manifests.ts";

const OWN = [
  "test/unit/cli/fixtures/jobs.yaml",
  "test/unit/cli/fixtures/live-job.yaml",
  "test/unit/cli/fixtures/job.json",
  ...["host", "maximal", "volumes", "windows"].map((name) => `test/integration/fixtures/crd/${name}.yaml`),
];
const MINUTES = 10 * 60_000;

const CRON_JOBS: Resource = {
  group: "batch",
  version: "v1",
  kind: "CronJob",
  plural: "cronjobs",
  namespaced: true,
};

/** What became of one Job or CronJob. */
type Verdict = "converted" | "refused";

describe("convert, then lint, then the server's dry-run", () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld();
  });

  it(
    "takes the Jobs that are written for the tests",
    async (context) => {
      needsKubernetes(NEWEST_MINOR, "Job with all fields of these", context);
      const verdicts: Verdict[] = [];
      for (const name of OWN)
        verdicts.push(...(await tryFile(world, { name, text: await readFile(name, "utf8") })));
      expect(verdicts.filter((verdict) => verdict === "converted").length).toBeGreaterThanOrEqual(OWN.length);
      expect(verdicts).toContain("refused");
    },
    MINUTES,
  );

  it(
    "takes the Jobs and CronJobs of Kubernetes, JobSet and Kueue, or says why not",
    async ({ skip }) => {
      const found = await goManifests();
      if ("missing" in found) return skip(found.missing);
      const verdicts = new Map<string, Verdict[]>();
      for (const file of found.files) verdicts.set(file.name, await tryFile(world, file));
      const all = [...verdicts.values()].flat();
      console.log(
        `${found.files.length} files, ${all.length} Jobs and CronJobs, ${all.filter((one) => one === "converted").length} converted`,
      );
      expect(found.files.length).toBeGreaterThan(10);
      expect(all).toContain("converted");
    },
    MINUTES,
  );
});

/** Converts one file, and holds each answer against the API server's. */
async function tryFile(world: World, { name, text }: GoManifest): Promise<Verdict[]> {
  const { stdout, stderr, exitCode } = await runCli(["convert", "-f", "-"], { stdin: text });
  expect([0, 1], `${name}: ${stderr}`).toContain(exitCode);
  const before = objectsOf(text).filter(({ kind }) => kind === "Job" || kind === "CronJob");
  const after = objectsOf(stdout);
  const refused = after.filter(({ kind }) => kind === "Job" || kind === "CronJob");
  const converted = after.filter(({ kind }) => kind === KIND);
  expect(converted.length + refused.length, name).toBe(before.length);
  // One line for each reason.
  const told = new Set(Array.from(stderr.matchAll(/error: (\S+) is left as it is/g), ([, object]) => object));
  expect(told.size, name).toBe(refused.length);
  await expectTaken(world, name, converted);
  for (const object of refused) await expectRefused(world, `${name}: ${stderr}`, object);
  return [...converted.map(() => "converted" as const), ...refused.map(() => "refused" as const)];
}

/** Lint finds no error, and the API server takes the task and the Job that would be made of it. */
async function expectTaken({ namespace }: World, name: string, tasks: readonly object[]): Promise<void> {
  if (tasks.length === 0) return;
  const stdin = JSON.stringify({ apiVersion: "v1", kind: "List", items: tasks.map((task) => moved(task)) });
  const linted = await runCli(["lint", "-f", "-"], { stdin });
  expect(linted.exitCode, `${name}: ${linted.stdout}`).toBe(0);
  const args = ["--kubeconfig", inject("kubeconfig"), "-n", namespace];
  const rendered = await runCli(["render", "-f", "-", "--dry-run=server", "-o", "name", ...args], { stdin });
  expect(rendered.exitCode, `${name}: ${rendered.stderr}`).toBe(0);
  expect(rendered.stdout.trim().split("\n"), name).toHaveLength(tasks.length);
}

/** A Job with a field that only the operator sets, or one that the API server refuses as a Job, too. */
async function expectRefused({ client, namespace }: World, name: string, object: object): Promise<void> {
  const spec = "spec" in object && isRecord(object.spec) ? object.spec : {};
  if (["selector", "manualSelector", "managedBy"].some((field) => spec[field] !== undefined)) return;
  // What a CronJob's schedule may be, and a task's may not.
  if (name.includes("counts from a start that nobody knows")) return;
  // What the baseline refuses of a BatchTask alone.
  if (name.includes("example.com/hold, and policy baseline")) return;
  const job = moved(object, namespace);
  const resource = job["kind"] === "CronJob" ? CRON_JOBS : JOBS;
  const answer = client.create(resource, trust(resource, job), { dryRun: true, fieldValidation: "Strict" });
  await expect(answer, name).rejects.toThrow(/422|400/);
}

function objectsOf(text: string): Record<string, unknown>[] {
  return manifestsOf([{ name: "manifest", text }]).map(({ object }) => object);
}

/** Into the namespace of the test, or the one of the command line. */
function moved(object: object, namespace?: string): Record<string, unknown> {
  const { metadata, apiVersion, ...rest }: Record<string, unknown> = { ...object };
  const { namespace: _, ...kept } = isRecord(metadata) ? metadata : {};
  const version = apiVersion === "batch/v1beta1" ? "batch/v1" : apiVersion;
  return { apiVersion: version, ...rest, metadata: { ...kept, ...(namespace && { namespace }) } };
}
