import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { BATCHTASKS, PODS } from "../../../src/api/resources.ts";
import { runCli, type World as CliWorld } from "../../unit/cli/support/run-cli.ts";
import { eventually } from "../support/eventually.ts";
import { endPods, holdPods } from "../support/pods.ts";
import { withOperator } from "../support/with-operator.ts";
import { nowhere, type World } from "../support/world.ts";
import { goesOn } from "../../support/goes-on.ts";

let world: World;
let folder: string;
withOperator((made) => (world = made));
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "batchtask-verbs-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** One command line of its own user, in the test's namespace. */
const cli = (args: string[], more: Pick<CliWorld, "stdin" | "signal" | "onText"> = {}) =>
  runCli([...args, "-n", world.namespace], { kubeconfig: inject("kubeconfig"), ...more });

/** A manifest whose pod no node takes, so that the test ends it. */
const manifest = (name: string, spec: object = {}): string =>
  JSON.stringify({
    apiVersion: "batchtask.dev/v1alpha1",
    kind: "BatchTask",
    metadata: { name },
    spec: { template: nowhere, backoffLimit: 0, ...spec },
  });

/** The Job of a task's run, once it is there; the task may not be there yet. */
async function jobOf(name: string, run = 1): Promise<string> {
  const found = await eventually(
    async () => (await world.client.list(BATCHTASKS, { namespace: world.namespace })).items,
    (tasks) =>
      tasks.some(
        ({ metadata, status }) =>
          metadata.name === name && status?.run?.number === run && status.run.jobUID !== undefined,
      ),
  );
  return found.find(({ metadata }) => metadata.name === name)?.status?.run?.jobName ?? "";
}

/** Resolves once a command has written a text. */
function said(wanted: string): { onText: (text: string) => void; heard: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { onText: (text) => void (text.includes(wanted) && resolve()), heard: promise };
}

describe("run", () => {
  test("creates, finds nothing to change, and configures; with what else the file holds", async () => {
    const config = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings" }, data: { a: "1" } };
    const file = join(folder, "all.yaml");
    await writeFile(file, `${JSON.stringify(config)}\n---\n${manifest("applied")}\n`);
    const first = await cli(["run", "-f", file]);
    expect(first).toMatchObject({
      exitCode: 0,
      stdout: "configmap/settings created\nbatchtask.batchtask.dev/applied created\n",
    });
    expect((await cli(["run", "-f", file])).stdout).toBe(
      "configmap/settings unchanged\nbatchtask.batchtask.dev/applied unchanged\n",
    );
    await writeFile(file, (await readFile(file, "utf8")).replace('"backoffLimit":0', '"backoffLimit":1'));
    expect((await cli(["run", "-f", file])).stdout).toContain("batchtask.batchtask.dev/applied configured\n");
    expect((await world.task("applied")).spec.backoffLimit).toBe(1);
  });

  test("--wait exits with 0 for a task that succeeds", async () => {
    const running = cli(["run", "-f", "-", "--wait"], { stdin: manifest("good") });
    await endPods(world, await jobOf("good"), "Succeeded");
    const { exitCode, stdout, stderr } = await running;
    expect(stdout).toMatch(/good created\nbatchtask\.batchtask\.dev\/good succeeded.*: 1 pod succeeded\n$/);
    expect(stderr).toContain("good: Starting 0/1");
    expect(exitCode).toBe(0);
  });

  test("--wait exits with 1 for a task that fails, and names the next step", async () => {
    const running = cli(["run", "-f", "-", "--wait"], { stdin: manifest("bad") });
    await endPods(world, await jobOf("bad"), "Failed");
    const { exitCode, stdout, stderr } = await running;
    expect(stdout).toMatch(/bad failed.*PodFailed: .*backoff limit/);
    expect(stderr).toContain(`See \`kubectl batchtask explain bad -n ${world.namespace}\``);
    expect(exitCode).toBe(1);
  });

  test("--logs ends with 1 where the pods can't start, and the task goes on", async () => {
    const running = cli(["run", "-f", "-", "--logs"], { stdin: manifest("stuck") });
    const job = await jobOf("stuck");
    await holdPods(world, job, "InvalidImageName", "no such name");
    const { exitCode, stdout, stderr } = await running;
    expect(stderr).toMatch(
      /stuck can't start: InvalidImageName: pod stuck-1-\S+, container main: no such name\n.*\nthe task goes on: .*within 3600 s.*cancel stuck.*\nSee `kubectl batchtask explain stuck -n .*`\n$/,
    );
    expect(stdout).toBe("");
    expect(exitCode).toBe(1);
    expect((await world.task("stuck")).status?.run?.completionTime).toBeUndefined();
    expect((await cli(["explain", "stuck"])).stdout).toMatch(
      /^Containers of stuck-1-.*\n.*\n {2}main +Waiting: InvalidImageName +0 +<none>$/m,
    );
    const later = cli(["rerun", "stuck", "--logs", "--keep-waiting"]);
    await endPods(world, job, "Failed");
    await endPods(world, await jobOf("stuck", 2), "Succeeded");
    expect((await later).exitCode).toBe(0);
  });

  test("--rerun of an edited task is one run, not two", async () => {
    await cli(["run", "-f", "-"], { stdin: manifest("again") });
    await endPods(world, await jobOf("again"), "Succeeded");
    await world.until("again", ({ status }) => status?.phase === "Succeeded");
    const edited = manifest("again", { completions: 1, podReplacementPolicy: "Failed" });
    const running = cli(["run", "-f", "-", "--rerun", "--wait"], { stdin: edited });
    await endPods(world, await jobOf("again", 2), "Succeeded");
    expect((await running).exitCode).toBe(0);
    expect((await world.task("again")).status?.run?.number).toBe(2);
  });

  test("--dry-run=server stores nothing, and an unknown field is refused", async () => {
    const dry = await cli(["run", "-f", "-", "--dry-run=server"], { stdin: manifest("dry") });
    expect(dry.stdout).toBe("batchtask.batchtask.dev/dry created (server dry run)\n");
    await expect(world.task("dry")).rejects.toThrow("There is no BatchTask dry");
    const wrong = await cli(["run", "-f", "-"], { stdin: manifest("wrong", { paralelism: 2 }) });
    expect(wrong.stderr).toMatch(/^error: .*paralelism/);
    expect(wrong.exitCode).toBe(5);
  });

  test("what kubectl apply or another verb of ours has set is no conflict", async () => {
    await cli(["run", "-f", "-"], { stdin: manifest("mixed") });
    await cli(["rerun", "mixed"]);
    const again = await cli(["run", "-f", "-", "--rerun"], { stdin: manifest("mixed") });
    expect(again.stderr).not.toContain("error:");
    expect(again.exitCode).toBe(0);
  });

  test("a field that somebody else has set is theirs until --force-conflicts", async () => {
    await world.createTask("shared", { template: nowhere, backoffLimit: 3 });
    const refused = await cli(["run", "-f", "-"], { stdin: manifest("shared") });
    expect(refused.stderr).toMatch(
      /^error: .*conflict.*backoffLimit.*, give --force-conflicts; fields that the file does not name stay as they are\n$/,
    );
    expect(refused.exitCode).toBe(5);
    const forced = await cli(["run", "-f", "-", "--force-conflicts"], { stdin: manifest("shared") });
    expect(forced.exitCode).toBe(0);
    expect((await world.task("shared")).spec.backoffLimit).toBe(0);
  });

  test("of several tasks one is refused and told, the others are seen through, and the worst code counts", async () => {
    const tasks = [manifest("sinks"), manifest("typo", { paralelism: 2 }), manifest("swims")];
    const running = cli(["run", "-f", "-", "--wait"], { stdin: tasks.join("\n---\n") });
    await endPods(world, await jobOf("sinks"), "Failed");
    await world.until("sinks", ({ status }) => status?.phase === "Failed");
    await endPods(world, await jobOf("swims"), "Succeeded");
    const { exitCode, stdout, stderr } = await running;
    expect(stdout).toMatch(/sinks created\n.*swims created\n.*sinks failed.*\n.*swims succeeded/);
    expect(stderr).toMatch(/^error: stdin:3:1: BatchTask\/typo: .*paralelism/m);
    expect(exitCode).toBe(5);
  });

  test("NAME --image creates a task, and leaves one that is there as it is", async () => {
    const flags = ["--image=busybox:1.36", "--env=A=b", "-n", world.namespace];
    const args = ["run", "named", ...flags, "--", "sh", "-c", "true"];
    const created = await runCli(args, { kubeconfig: inject("kubeconfig") });
    expect(created.stdout).toBe("batchtask.batchtask.dev/named created\n");
    const { spec } = await world.task("named");
    expect(spec.template.spec).toMatchObject({
      restartPolicy: "Never",
      containers: [{ name: "named", image: "busybox:1.36", command: ["sh", "-c", "true"] }],
    });
    const again = await cli(["run", "named", "--image=alpine:3.22"]);
    expect(again.stderr).toMatch(
      /^error: .*named.* already exists\. Take another name, or .*rerun named`\n$/,
    );
    expect(again.exitCode).toBe(5);
  });

  test("a generateName makes a task with each call", async () => {
    const stdin = manifest("x").replace('"name":"x"', '"generateName":"many-"');
    const names = [
      await cli(["run", "-f", "-", "-o", "name"], { stdin }),
      await cli(["run", "-f", "-", "-o", "name"], { stdin }),
    ];
    for (const { stdout } of names) expect(stdout).toMatch(/^batchtask\.batchtask\.dev\/many-\w+\n$/);
    expect(names[0]?.stdout).not.toBe(names[1]?.stdout);
  });
});

describe("wait", () => {
  test("ends with exit code 6 at its timeout, and names the task", async () => {
    await world.createTask("slow", { template: nowhere });
    await jobOf("slow");
    const { exitCode, stderr } = await cli(["wait", "slow", "--timeout", "1s"]);
    expect(exitCode).toBe(6);
    expect(stderr).toContain("error: timed out after 1s waiting for slow (Starting)");
  });

  test("follows several tasks, and fails where one of them does", async () => {
    for (const name of ["left", "right"])
      await world.createTask(name, { template: nowhere, backoffLimit: 0 });
    const waiting = cli(["wait", "left", "right"]);
    await endPods(world, await jobOf("left"), "Succeeded");
    await endPods(world, await jobOf("right"), "Failed");
    const { exitCode, stdout } = await waiting;
    expect(stdout).toMatch(/left succeeded.*\n.*right failed/);
    expect(exitCode).toBe(1);
  });

  test("says so where the task is deleted meanwhile", async () => {
    const { metadata } = await world.createTask("going", { template: nowhere });
    await jobOf("going");
    const { onText, heard } = said("going: Starting");
    const waiting = cli(["wait", "going"], { onText });
    await heard;
    const { namespace, name, uid } = metadata;
    await world.client.delete(BATCHTASKS, { namespace, name }, { uid });
    const { exitCode, stderr } = await waiting;
    expect(stderr).toContain("error: BatchTask going was deleted while it was waited for");
    expect(exitCode).toBe(5);
  });

  test("Ctrl-C ends it with 130 and without a word of error", async () => {
    await world.createTask("endless", { template: nowhere });
    await jobOf("endless");
    const { onText, heard } = said("endless: Starting");
    const interrupt = new AbortController();
    const waiting = cli(["wait", "endless"], { signal: interrupt.signal, onText });
    await heard;
    interrupt.abort();
    const { exitCode, stderr } = await waiting;
    expect(exitCode).toBe(130);
    expect(stderr).not.toContain("error");
  });
});

describe("changes", () => {
  test("suspend takes the pods away, and resume brings them back", async () => {
    await world.createTask("pausing", { template: nowhere });
    await world.until("pausing", ({ status }) => status?.active === 1);
    expect((await cli(["suspend", "pausing"])).exitCode).toBe(0);
    await world.until("pausing", ({ status }) => status?.phase === "Suspended");
    expect((await cli(["resume", "pausing"])).exitCode).toBe(0);
    await world.until("pausing", ({ status }) => goesOn(status) && status?.active === 1);
  });

  test("rerun --wait waits for the new run, not for the result that is there", async () => {
    await world.createTask("repeat", { template: nowhere, backoffLimit: 0 });
    await endPods(world, await jobOf("repeat"), "Failed");
    await world.until("repeat", ({ status }) => status?.phase === "Failed");
    const running = cli(["rerun", "repeat", "--wait"]);
    await endPods(world, await jobOf("repeat", 2), "Succeeded");
    const { exitCode, stdout } = await running;
    expect(stdout).toMatch(
      /^batchtask.batchtask.dev\/repeat asked to run again\nbatchtask.batchtask.dev\/repeat succeeded/,
    );
    expect(exitCode).toBe(0);
  });

  test("cancel removes the task, its Job and its pods before it returns", async () => {
    await world.createTask("stopped", { template: nowhere });
    const job = await jobOf("stopped");
    await world.until("stopped", ({ status }) => status?.active === 1);
    expect(await cli(["cancel", "stopped"])).toMatchObject({
      exitCode: 0,
      stdout: "batchtask.batchtask.dev/stopped cancelled\n",
    });
    await expect(world.task("stopped")).rejects.toThrow("There is no BatchTask stopped");
    const labelSelector = `batch.kubernetes.io/job-name=${job}`;
    expect((await world.client.list(PODS, { namespace: world.namespace, labelSelector })).items).toEqual([]);
    expect((await world.jobs()).map(({ metadata }) => metadata?.name)).not.toContain(job);
  });
});

describe("looking", () => {
  test("get -w prints each change as a line, until Ctrl-C", async () => {
    await world.createTask("seen", { template: nowhere });
    const job = await jobOf("seen");
    const interrupt = new AbortController();
    const { onText, heard } = said("Succeeded ");
    const args = ["get", "seen", "-w", "-o", "jsonpath={.status.phase} "];
    const watching = cli(args, { signal: interrupt.signal, onText });
    await endPods(world, job, "Succeeded");
    await heard;
    interrupt.abort();
    const { stdout, exitCode } = await watching;
    expect(stdout).toMatch(/Succeeded $/);
    expect(exitCode).toBe(130);
  });

  test("get -w begins with a table of all that is there", async () => {
    await world.createTask("there-before", { template: nowhere });
    await world.createTask("too", { template: nowhere });
    await Promise.all([jobOf("there-before"), jobOf("too")]);
    const interrupt = new AbortController();
    const { onText, heard } = said("too ");
    const watching = cli(["get", "-w"], { signal: interrupt.signal, onText });
    await heard;
    interrupt.abort();
    const lines = (await watching).stdout.split("\n");
    const at = lines[0]?.indexOf("PHASE");
    expect(lines.find((line) => line.startsWith("there-before "))?.search(/ \w/)).toBe((at ?? 0) - 1);
    expect(lines.find((line) => line.startsWith("too "))?.search(/ \w/)).toBe((at ?? 0) - 1);
  });

  test("get, explain and trace agree about a failed task", async () => {
    await world.createTask("sad", { template: nowhere, backoffLimit: 0 });
    const job = await jobOf("sad");
    await endPods(world, job, "Failed");
    await world.until("sad", ({ status }) => status?.phase === "Failed");
    expect((await cli(["get", "sad"])).stdout).toMatch(/\nsad +Failed +0\/1 .*PodFailed/);
    const explained = (await cli(["explain", "sad"])).stdout;
    expect(explained).toMatch(/^sad {2}Failed\n/);
    expect(explained).toContain(`Job         ${job}\n`);
    expect(explained).toContain(`kubectl batchtask rerun sad -n ${world.namespace}`);
    const labelSelector = `batch.kubernetes.io/job-name=${job}`;
    const { items } = await world.client.list(PODS, { namespace: world.namespace, labelSelector });
    const traced = await cli(["trace", `pod/${items[0]?.metadata?.name}`]);
    expect(traced.stdout).toContain(`BatchTask ${world.namespace}/sad: Failed`);
    expect(traced.stdout).toContain("Policy baseline (built in)");
  });

  test("trace says whose a foreign pod is", async () => {
    const metadata = { name: "lonely", namespace: world.namespace };
    const path = `/api/v1/namespaces/${world.namespace}/pods`;
    await world.client.raw("POST", path, { body: { metadata, spec: nowhere.spec } });
    const { stderr, exitCode } = await cli(["trace", "pod/lonely"]);
    expect(stderr).toBe("error: pod lonely is of no BatchTask: nothing controls it\n");
    expect(exitCode).toBe(1);
  });

  test("check finds the CRDs, and no operator: this one runs without a Lease and outside the cluster", async () => {
    // Operators of other tests have Leases elsewhere.
    const { stdout, exitCode } = await cli(["check", "--lease", `${world.namespace}/batchtask-operator`]);
    expect(stdout).toMatch(/^ok +CRD batchtasks\.batchtask\.dev: is established/m);
    expect(stdout).toMatch(/^FAILED +Operator: none is to be seen: no Lease/m);
    expect(stdout).toMatch(/^warning +Tasks: \d+ BatchTasks?, and what their status says may be old/m);
    expect(exitCode).toBe(1);
  });
});
