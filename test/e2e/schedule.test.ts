import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { dockerArchive } from "../cluster/image/archive.ts";
import { follow } from "../integration/tools/guide.ts";
import { blocksOf, commandsOf } from "../support/pages.ts";
import { type E2e, end, mustRun, start } from "./support.ts";

const PAGE = "docs/guides/schedule.md";

describe.skipIf(inject("noRealNode") !== undefined)("a schedule on a real node", () => {
  let world: E2e;
  beforeAll(async () => {
    world = await start("schedule");
  });
  afterAll(() => end(world));

  test("the page's CronJob asks the task to run again, and may do nothing else", async () => {
    const { cluster, namespace } = world;
    const [report = "", schedule = ""] = blocksOf(PAGE).flatMap(({ language, text }) =>
      language === "yaml" ? [text] : [],
    );
    const image: unknown = parseAllDocuments(schedule)[0]?.getIn(
      "spec jobTemplate spec template spec containers 0 image".split(" "),
    );
    await importKubectl(world, String(image));
    const { code, stdout, stderr } = await follow(
      commandsOf(PAGE),
      { path: cluster.kubectlPath, kubeconfig: cluster.kubeconfig, namespace },
      { files: { "report.yaml": report, "schedule.yaml": schedule } },
    );
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^report +Succeeded/m);
    const annotation = "jsonpath={.metadata.annotations.batchtask\\.dev/rerun} {.status.run.trigger}";
    const get = ["--namespace", namespace, "get", "batchtask", "report", `--output=${annotation}`];
    expect(await mustRun(cluster, get)).toBe("try-1 Rerun");
    const rightsOf = async (account: string): Promise<string[]> => {
      const user = `--as=system:serviceaccount:${namespace}:${account}`;
      const ask = ["--namespace", namespace, "auth", "can-i", "--list", "--no-headers", user];
      return (await mustRun(cluster, ask)).split("\n").map((line) => line.trim().replaceAll(/ {2,}/g, " "));
    };
    const everybodys = new Set(await rightsOf("default"));
    const own = (await rightsOf("report-nightly")).filter((right) => !everybodys.has(right));
    expect(own).toEqual(["batchtasks.batchtask.dev [] [report] [get patch]"]);
  });
});

/** An image with kubectl as its entrypoint, as Kubernetes' releases have it. */
async function importKubectl({ cluster }: E2e, name: string): Promise<void> {
  const content = await readFile(cluster.kubectlPath);
  const folder = await mkdtemp(join(tmpdir(), "batchtask-kubectl-"));
  const archive = dockerArchive({
    names: [name],
    architecture: process.arch === "arm64" ? "arm64" : "amd64",
    entrypoint: ["/bin/kubectl"],
    files: [{ path: "bin/kubectl", mode: 0o755, content }],
  });
  await writeFile(join(folder, "kubectl.tar"), archive);
  await cluster.importImage(join(folder, "kubectl.tar"));
  await rm(folder, { recursive: true });
}
