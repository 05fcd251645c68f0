import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { eventually } from "../integration/support/eventually.ts";
import { follow } from "../integration/tools/guide.ts";
import { stepsOf } from "../support/pages.ts";
import { runCli } from "../unit/cli/support/run-cli.ts";
import { type E2e, end, start } from "./support.ts";

/** A container's script, as the manifest of a task. */
const manifest = (name: string, script: string, spec: object = {}, pod: object = {}): string =>
  JSON.stringify({
    apiVersion: "batchtask.dev/v1alpha1",
    kind: "BatchTask",
    metadata: { name },
    spec: {
      backoffLimit: 0,
      ...spec,
      template: {
        spec: {
          restartPolicy: "Never",
          ...pod,
          containers: [{ name: "main", image: "busybox:1.36", command: ["sh", "-c", script] }],
        },
      },
    },
  });

describe.skipIf(inject("noRealNode") !== undefined)("kubectl batchtask on a real node", () => {
  let world: E2e;
  beforeAll(async () => {
    world = await start("cli");
  });
  afterAll(() => end(world));

  const cli = (args: string[], stdin = "") =>
    runCli([...args, "-n", world.namespace], {
      kubeconfig: world.cluster.kubeconfig,
      stdin,
      signal: AbortSignal.timeout(150_000),
    });

  test("run --logs prints what the pods of each index write, marked, and ends with the outcome", async () => {
    const spec = { completions: 3, parallelism: 2, completionMode: "Indexed" };
    const script = "echo part $JOB_COMPLETION_INDEX; sleep 1; echo end $JOB_COMPLETION_INDEX";
    const { stdout, stderr, exitCode } = await cli(
      ["run", "-f", "-", "--logs"],
      manifest("parts", script, spec),
    );
    expect(stdout.trim().split("\n").toSorted()).toEqual(
      [0, 1, 2].flatMap((index) => [`[${index}] end ${index}`, `[${index}] part ${index}`]),
    );
    expect(stderr).toMatch(/parts created\n[^]*parts succeeded/);
    expect(exitCode).toBe(0);
    const once = await cli(["logs", "parts"]);
    expect(once.stdout).toBe([0, 1, 2].map((n) => `[${n}] part ${n}\n[${n}] end ${n}\n`).join(""));
    expect((await cli(["logs", "parts", "--index", "1", "--no-prefix", "--tail", "1"])).stdout).toBe(
      "end 1\n",
    );
  });

  test("run --logs of a task that fails prints its log, and exits with 1", async () => {
    const { stdout, stderr, exitCode } = await cli(
      ["run", "-f", "-", "--logs"],
      manifest("broken", "echo last words; exit 3"),
    );
    expect(stdout).toBe("last words\n");
    expect(stderr).toMatch(
      /broken failed.*Error: .*exit code 3; Job has reached the specified backoff limit/,
    );
    expect(exitCode).toBe(1);
  });

  test.each([
    ["an image that is not on the node", "ErrImageNeverPull", { imagePullPolicy: "Never" }, "nowhere/none:1"],
    ["an image that can't be pulled", "ImagePullBackOff", {}, "nowhere.invalid/none:1"],
    [
      "a Secret that is missing",
      "CreateContainerConfigError",
      { envFrom: [{ secretRef: { name: "none" } }] },
      "",
    ],
  ])("run --logs ends with 1 for %s, and the task goes on", async (_, reason, fields, image) => {
    const name = reason.toLowerCase();
    const given = manifest(name, "true").replace(
      '"name":"main",',
      `"name":"main",${JSON.stringify(fields).slice(1, -1)},`,
    );
    const stdin = (image === "" ? given : given.replace("busybox:1.36", image)).replace(",,", ",");
    const { stdout, stderr, exitCode } = await cli(["run", "-f", "-", "--logs"], stdin);
    expect(stderr).toMatch(
      new RegExp(`/${name} can't start: ${reason}: pod ${name}-1-\\S+, container main: `),
    );
    expect(stderr).toContain("the task goes on: ");
    expect(stdout).toBe("");
    expect(exitCode).toBe(1);
    expect((await cli(["cancel", name])).exitCode).toBe(0);
  });

  /** Fails in its first life, and goes on in the second. */
  const restarting = (name: string, second: string): string => {
    const script = `test -e /d/again && { echo second; ${second}; }; touch /d/again; echo first; sleep 2; exit 1`;
    const volumeMounts = [{ name: "d", mountPath: "/d" }];
    const pod = { restartPolicy: "OnFailure", volumes: [{ name: "d", emptyDir: {} }] };
    return manifest(name, script, { backoffLimit: 3 }, pod).replace(
      '"name":"main",',
      `"name":"main","volumeMounts":${JSON.stringify(volumeMounts)},`,
    );
  };

  test("run --logs prints each line once, over restarts of the container", async () => {
    const { stdout, stderr, exitCode } = await cli(
      ["run", "-f", "-", "--logs"],
      restarting("restarting", "exit 0"),
    );
    expect(stdout).toBe("first\nsecond\n");
    const restarts =
      /^container main of pod restarting-1-\S+ ended with exit code 1 and is started again \(restart 1\)$/gm;
    expect(stderr.match(restarts), stderr).toHaveLength(1);
    expect(exitCode).toBe(0);
  });

  test("logs --previous prints the life before", async () => {
    await cli(["run", "-f", "-"], restarting("living", "sleep 600"));
    await eventually(
      () => cli(["logs", "living"]),
      ({ stdout }) => stdout === "second\n",
      60_000,
    );
    expect((await cli(["logs", "living", "--previous"])).stdout).toBe("first\n");
  });

  test("--run shows an earlier run, and rerun --logs only the new one", async () => {
    await cli(["run", "-f", "-", "--wait"], manifest("twice", "hostname"));
    const rerun = await cli(["rerun", "twice", "--logs"]);
    expect(rerun.stdout).toMatch(/^batchtask.batchtask.dev\/twice asked to run again\ntwice-2-\S+\n$/);
    expect((await cli(["logs", "twice", "--run", "1"])).stdout).toMatch(/^twice-1-\S+\n$/);
  });
});

describe.skipIf(inject("noRealNode") !== undefined)("the guide to daily use on a real node", () => {
  let world: E2e;
  beforeAll(async () => {
    world = await start("cli-guide");
  });
  afterAll(() => end(world));

  test("every command of the guide does what the guide says", { timeout: 600_000 }, async () => {
    const { kubectlPath: path, kubeconfig } = world.cluster;
    const steps = stepsOf("docs/guides/daily-use.md");
    expect(steps.length).toBe(8);
    for (const { commands, output } of steps) {
      const ran = await follow([commands], { path, kubeconfig, namespace: world.namespace });
      const seen = `${ran.stdout}${ran.stderr}`;
      expect(output, commands).not.toEqual([]);
      for (const line of output) expect(seen, commands).toContain(line);
      expect(ran.code, seen).toBe(0);
    }
  });
});
