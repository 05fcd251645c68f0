import { isTerminalPhase } from "../../../src/api/status.ts";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { API_VERSION, KIND, POLICY_KIND } from "../../../src/api/group.ts";
import { BATCHTASKS, JOBS, POLICIES } from "../../../src/api/resources.ts";
import { type Ended, runCli } from "../../unit/cli/support/run-cli.ts";
import { spec } from "../../unit/support/task.ts";
import { createWorld, type World } from "../support/world.ts";

describe("kubectl batchtask on a cluster", () => {
  let world: World;
  let folder: string;
  beforeAll(async () => {
    world = await createWorld();
    folder = await mkdtemp(join(tmpdir(), "cli-live-"));
  });
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  });

  const cli = (args: readonly string[], stdin?: object): Promise<Ended> => {
    const all = [...args, "--kubeconfig", inject("kubeconfig"), "-n", world.namespace];
    return runCli(all, stdin && { stdin: JSON.stringify(stdin) });
  };
  const manifest = (name: string, fields = {}) => ({
    apiVersion: API_VERSION,
    kind: KIND,
    metadata: { name },
    spec: spec(fields),
  });
  const policy = (name: string) => ({
    apiVersion: API_VERSION,
    kind: POLICY_KIND,
    metadata: { name },
    spec: {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": world.namespace } },
      rules: { backoffLimit: { max: 2, onViolation: "Reject" as const }, completions: { max: 3 } },
    },
  });

  it("version tells the server's, too", async () => {
    const { stdout, exitCode } = await cli(["version"]);
    expect(stdout).toMatch(/^Server Version: v1\.\d+\.\d+/m);
    expect(exitCode).toBe(0);
  });

  it("render --dry-run=server gives the Job with its defaults, and stores nothing", async () => {
    const { stdout, stderr, exitCode } = await cli(
      ["render", "-f", "-", "--dry-run=server", "-o", "json"],
      manifest("rendered", { backoffLimit: 1000 }),
    );
    expect(exitCode, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      kind: "Job",
      metadata: { namespace: world.namespace },
      spec: { backoffLimit: 10, completionMode: "NonIndexed", podReplacementPolicy: "TerminatingOrFailed" },
    });
    expect(stderr).toContain("adjusted: rendered: spec.backoffLimit: 1000 asked, 10 applied");
    expect(await world.client.list(BATCHTASKS, { namespace: world.namespace })).toMatchObject({ items: [] });
    expect(await world.jobs()).toEqual([]);
  });

  it("render --dry-run=server passes on what the API server refuses", async () => {
    const bad = manifest("refused", { completions: 3, completionMode: "Indexed", parallelism: -1 });
    const { stderr, exitCode } = await cli(["render", "-f", "-", "--dry-run=server"], bad);
    expect(stderr).toMatch(/^error: .*parallelism/);
    expect(exitCode).toBe(3);
  });

  it("diff tells what would follow, down to the Job", async () => {
    const before = await cli(["diff", "-f", "-"], manifest("changing"));
    expect(before).toMatchObject({ exitCode: 1, stderr: "BatchTask/changing is new: run 1 starts\n" });
    expect(before.stdout).toMatch(/^\+kind: Job$/m);

    await world.createTask("changing");
    const operator = await world.startOperator();
    await world.until("changing", ({ status }) => isTerminalPhase(status?.phase));
    await operator.stop();
    expect(await cli(["diff", "-f", "-"], manifest("changing"))).toMatchObject({ exitCode: 0, stdout: "" });

    const inPlace = await cli(["diff", "-f", "-"], manifest("changing", { backoffLimit: 2 }));
    expect(inPlace.stdout).toMatch(/^\+  backoffLimit: 2$/m);
    expect(inPlace.stdout).not.toContain("Job/");
    expect(inPlace.stderr).toContain("`kubectl batchtask rerun changing` does");

    const edited = await cli(["diff", "-f", "-"], manifest("changing", { completions: 2 }));
    expect(edited).toMatchObject({ exitCode: 1, stderr: "BatchTask/changing starts run 2\n" });
    expect(edited.stdout).toMatch(/^\+    batchtask\.dev\/run: "2"$/m);
    expect((await world.task("changing")).spec.completions).toBeUndefined();

    const [job] = await world.jobs();
    const { name = "", uid = "" } = job?.metadata ?? {};
    await world.client.delete(JOBS, { name, namespace: world.namespace }, { uid });
    expect(await cli(["diff", "-f", "-"], manifest("changing"))).toMatchObject({ exitCode: 0, stdout: "" });
  });

  it("diff of a task that was suspended since is empty, and of a field that was applied is not", async () => {
    const applied = manifest("held", { completions: 2 });
    expect(await cli(["run", "-f", "-"], applied)).toMatchObject({ exitCode: 0 });
    expect(await cli(["suspend", "held"])).toMatchObject({ exitCode: 0 });
    const held = await cli(["diff", "-f", "-"], applied);
    expect(held.exitCode).toBe(1);
    expect(held.stdout).toMatch(/^\+kind: Job$/m);
    expect(held.stdout).not.toContain("BatchTask/");
    const { stdout } = await cli(["diff", "-f", "-"], manifest("held"));
    expect(stdout).toMatch(/^-  completions: 2$/m);
  });

  it("lint --cluster and policy test go by the policies and tasks that are there", async () => {
    const name = `${world.namespace}-bounds`;
    await world.createTask("greedy", { backoffLimit: 5, completions: 9 });
    const file = join(folder, "policy.json");
    await writeFile(file, JSON.stringify(policy(name)));
    const tested = await cli(["policy", "test", "-f", file]);
    expect(tested.stdout).toMatch(/greedy +Refused +backoffLimit +5/);
    expect(tested.stdout).toMatch(/greedy +Adjusted +completions +9 +3/);
    expect(tested.exitCode).toBe(1);

    const clean = await cli(["lint", "-f", "-", "--cluster"], manifest("greedy", { backoffLimit: 5 }));
    expect(clean.exitCode).toBe(0);
    const stored = await world.client.create(POLICIES, {
      ...policy(name),
      metadata: { name, uid: "", resourceVersion: "", generation: 0 },
    });
    try {
      const linted = await cli(["lint", "-f", "-", "--cluster"], manifest("greedy", { backoffLimit: 5 }));
      expect(linted.stdout).toContain(`policy ${name} allows at most 2: set it to 2 or less`);
      expect(linted.exitCode).toBe(1);
    } finally {
      await world.client.delete(POLICIES, { name }, { uid: stored.metadata.uid });
    }
  });

  it("completes live namespaces and contexts", async () => {
    const kubeconfig = ["--kubeconfig", inject("kubeconfig")];
    const namespaces = await runCli(["__complete", "lint", ...kubeconfig, "-n", world.namespace.slice(0, 8)]);
    expect(namespaces.stdout.split("\n")).toContain(world.namespace);
    const contexts = await runCli(["__complete", "lint", ...kubeconfig, "--context", ""]);
    expect(contexts.stdout).toMatch(/^\S+\n(.*\n)*:4\n$/);
  });

  it("says in one line that there is no cluster, no context, no right", async () => {
    const nowhere = await runCli(["version", "--kubeconfig", join(folder, "absent")]);
    expect(nowhere.exitCode).toBe(4);
    expect(nowhere.stderr).toMatch(/^error: .*absent.*\n$/);
    const context = await cli(["version", "--context", "absent"]);
    expect(context.exitCode).toBe(4);
    expect(context.stderr).toMatch(/^error: .*it has: .*\n$/);
  });
});
