import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { manifestsOf } from "../../src/cli/input/manifests.ts";
import { runCli } from "../unit/cli/support/run-cli.ts";
import { needsKubernetes } from "./support/kubernetes.ts";
import { runOrThrow } from "../cluster/util/run.ts";

const root = join(import.meta.dirname, "../..");
/** Empty where the test is skipped. */
let folder = "";

beforeEach(async (context) => {
  needsKubernetes(31, "Kustomize in kubectl that takes several patches from one file", context);
  folder = await mkdtemp(join(tmpdir(), "batchtask-kustomize-"));
  await cp(join(root, "test/integration/fixtures/kustomize"), folder, { recursive: true });
  await cp(join(root, "deploy/kustomize/user"), join(folder, "batchtask"), { recursive: true });
  const task = await readFile(join(folder, "base/task.yaml"), "utf8");
  const job = task.replace("batchtask.dev/v1alpha1", "batch/v1").replace("BatchTask", "Job");
  await writeFile(join(folder, "base/job.yaml"), job);
});
afterEach(async () => {
  if (folder !== "") await rm(folder, { recursive: true });
});

/** The objects of the overlay, by kind. */
async function build(): Promise<Map<unknown, Record<string, unknown>>> {
  const argv = [inject("kubectl"), "kustomize", join(folder, "prod")];
  const { stdout } = await runOrThrow(argv, { environment: process.env });
  return new Map(manifestsOf([{ name: "prod", text: stdout }]).map(({ object }) => [object["kind"], object]));
}

async function add(name: string, lines: string): Promise<void> {
  const file = join(folder, name, "kustomization.yaml");
  await writeFile(file, `${await readFile(file, "utf8")}${lines}\n`);
}

const WITH_COMPONENT = "components: [../batchtask]";

test.each([[["base"]], [["prod"]], [["base", "prod"]]])(
  "with the component in %s a BatchTask is built as the same Job is",
  async (folders) => {
    for (const name of folders) await add(name, WITH_COMPONENT);
    const objects = await build();
    expect(objects.get("BatchTask")).toMatchObject({ metadata: { name: "prod-work" } });
    expect(objects.get("BatchTask")?.["spec"]).toEqual(objects.get("Job")?.["spec"]);
    const text = JSON.stringify(objects.get("BatchTask"));
    expect(text).toMatch(/"configMapRef":\{"name":"prod-settings-\w+"\}/);
    expect(text).toContain('"env":[{"name":"STAGE","value":"prod"},{"name":"A",');
    expect(text).toContain('"image":"busybox:1.37","name":"second"');
  },
);

test("kinds beside it are merged as without it, wherever the merge keys are named", async () => {
  const before = await build();
  await cp(join(folder, "batchtask/merge-keys.yaml"), join(folder, "prod/merge-keys.yaml"));
  const others = ["Deployment", "Service", "CronJob"];
  for (const lines of ["openapi: { path: merge-keys.yaml }", WITH_COMPONENT]) {
    const text = await readFile(join(folder, "prod/kustomization.yaml"), "utf8");
    await add("prod", lines);
    const after = await build();
    expect(others.map((kind) => after.get(kind))).toEqual(others.map((kind) => before.get(kind)));
    await writeFile(join(folder, "prod/kustomization.yaml"), text);
  }
  expect(JSON.stringify(before.get("Deployment"))).toContain('"image":"nginx:1.29"');
});

test("without it the name of a generated ConfigMap and the image of a patched container are lost", async () => {
  const text = JSON.stringify((await build()).get("BatchTask"));
  expect(text).not.toContain("prod-settings-");
  expect(text).not.toContain('"name":"second"');
});

test("a base and a patch of Jobs that convert has turned are built as before", async () => {
  const patch = await readFile(join(folder, "prod/work.yaml"), "utf8");
  const ofJob = patch.replace("batchtask.dev/v1alpha1", "batch/v1").replace("BatchTask", "Job");
  await writeFile(join(folder, "prod/work.yaml"), ofJob);
  for (const name of ["task.yaml", "others.yaml"]) await writeFile(join(folder, "base", name), "");
  const overlay = await readFile(join(folder, "prod/kustomization.yaml"), "utf8");
  await writeFile(
    join(folder, "prod/kustomization.yaml"),
    overlay.replace("  - { path: others.yaml }\n", ""),
  );
  await rm(join(folder, "prod/others.yaml"));
  await add("base", WITH_COMPONENT);
  const before = await build();
  const converted = await runCli(["convert", "-R", "-w", "-f", "base", "-f", "prod"], { folder });
  expect(converted).toMatchObject({ exitCode: 0 });
  expect(converted.stderr).toContain("prod/work.yaml: Job/work is a BatchTask now");
  expect((await build()).get("BatchTask")).toEqual({
    ...before.get("Job"),
    apiVersion: "batchtask.dev/v1alpha1",
    kind: "BatchTask",
  });
});
