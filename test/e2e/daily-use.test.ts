import { spawn } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { FOLDER, manifestsOf } from "../examples/manifests.ts";
import { type E2e, end, start } from "./support.ts";

const SOON = { timeout: 15_000 };

describe.skipIf(inject("noRealNode") !== undefined)("daily use with kubectl on a real node", () => {
  let world: E2e;
  beforeAll(async () => {
    world = await start("daily");
  });
  afterAll(() => end(world));

  const kubectl = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await world.kubectl(args);
    if (code !== 0) throw new Error(`kubectl ${args.join(" ")}: ${stderr}`);
    return stdout;
  };
  const apply = async (name: string) => {
    const { code, stderr } = await world.kubectl(["apply", "-f", "-"], { input: await manifestsOf(name) });
    if (code !== 0) throw new Error(stderr);
  };
  const finished = (name: string) =>
    kubectl("wait", "--for=condition=Finished", "--timeout=60s", `batchtask/${name}`);

  test("wait, get, get -o wide, logs by label, describe with events", async () => {
    await apply("hello");
    expect(await kubectl("wait", "--for=condition=Complete", "--timeout=60s", "bt/hello")).toContain(
      "condition met",
    );
    expect(await kubectl("get", "bt", "hello")).toMatch(
      /^NAME +PHASE +COMPLETIONS +DURATION +REASON +LAST RUN +AGE\nhello +Succeeded +1\/1 +\d+s +Succeeded +\d+s +\d+s\n$/,
    );
    expect(await kubectl("get", "bt", "hello", "-o", "wide")).toMatch(
      /hello-1-[0-9a-f]{8} +Succeeded +1 pod succeeded/,
    );
    expect(await kubectl("logs", "-l", "batchtask.dev/name=hello")).toBe("Hello from a BatchTask\nGoodbye\n");
    // Events are written beside the work: a little later than the status.
    await expect
      .poll(() => kubectl("describe", "bt", "hello"), SOON)
      .toMatch(
        /Normal +RunStarted .*Run 1 started as Job hello-1-[^]*Normal +Succeeded .*Run 1 after \d+s: 1 pod succeeded/,
      );
    await expect
      .poll(() => kubectl("get", "events", "--sort-by=.lastTimestamp"), SOON)
      .toMatch(/RunStarted +batchtask\/hello[^]*Started +pod\/hello-1-[^]*Succeeded +batchtask\/hello/);
    expect(await kubectl("get", "all")).toContain("batchtask.batchtask.dev/hello");
  });

  test("get -w shows the phases pass by", async () => {
    const watch = spawn(
      world.cluster.kubectlPath,
      [
        "--kubeconfig",
        world.cluster.kubeconfig,
        "-n",
        world.namespace,
        "get",
        "bt",
        "--watch",
        "-o",
        "jsonpath={.metadata.name}={.status.phase} ",
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    let phases = "";
    watch.stdout.on("data", (chunk: Buffer) => (phases += chunk.toString()));
    await setTimeout(500);
    await apply("fixed-completions");
    await finished("fixed-completions");
    await expect.poll(() => phases, SOON).toContain("fixed-completions=Succeeded");
    watch.kill("SIGTERM");
    // The first status of a task is written with what its Job does next.
    expect(phases).toMatch(/fixed-completions= .*fixed-completions=Running .*fixed-completions=Succeeded/);
  });

  test("exec into a running task", async () => {
    await apply("deadline");
    await kubectl("wait", "--for=jsonpath={.status.ready}=1", "--timeout=60s", "bt/deadline");
    const pod = (await kubectl("get", "pods", "-l", "batchtask.dev/name=deadline", "-o", "name")).trim();
    expect(await kubectl("exec", pod, "--", "sh", "-c", "echo inside")).toBe("inside\n");
  });

  test("delete ends the task, its Job and its pods", async () => {
    await kubectl("delete", "bt", "deadline", "--cascade=foreground", "--timeout=60s");
    expect(await kubectl("get", "jobs,pods", "-l", "batchtask.dev/name=deadline", "-o", "name")).toBe("");
  });

  test("restartPolicy Always is refused, and kubectl says how to mend it", async () => {
    const { code, stderr } = await world.kubectl(["apply", "-f", `${FOLDER}/refused/restart-always.yaml`]);
    expect(code).toBe(1);
    expect(stderr).toContain("spec.template.spec.restartPolicy");
    expect(stderr).toContain("set it to Never");
  });

  test("with the operator away everything runs on, and the result is there once it is back", async () => {
    await apply("restart-on-failure");
    await kubectl("wait", "--for=jsonpath={.status.active}=1", "--timeout=60s", "bt/restart-on-failure");
    await world.operator.stop();
    const job = (
      await kubectl("get", "jobs", "-l", "batchtask.dev/name=restart-on-failure", "-o", "name")
    ).trim();
    await kubectl("wait", "--for=condition=Complete", "--timeout=60s", job);
    const again = await start("daily");
    try {
      await finished("restart-on-failure");
      expect(
        await kubectl(
          "get",
          "bt",
          "restart-on-failure",
          "-o",
          "jsonpath={.status.phase} {.status.run.number}",
        ),
      ).toBe("Succeeded 1");
    } finally {
      await again.operator.stop();
      await again.close();
    }
  });
});
