import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { follow } from "../integration/tools/guide.ts";
import { commandsOf, stepsOf } from "../support/pages.ts";
import { type E2e, end, start } from "./support.ts";

describe.skipIf(inject("noRealNode") !== undefined)("the README on a real node", () => {
  let world: E2e;
  beforeAll(async () => {
    world = await start("readme");
  });
  afterAll(() => end(world));

  const kubectl = () => {
    const { kubectlPath: path, kubeconfig } = world.cluster;
    return { path, kubeconfig, namespace: world.namespace };
  };

  test("the commands of the first ten minutes, in their order", { timeout: 600_000 }, async () => {
    const blocks = commandsOf("README.md", "The first ten minutes");
    expect(blocks.length).toBe(5);
    const seen: string[] = [];
    for (const block of blocks) {
      const { code, stdout, stderr } = await follow([block], kubectl());
      expect([code, stderr], block).toEqual([0, expect.any(String)]);
      seen.push(stdout);
    }
    const [first = "", explained = "", broken = "", brokenAgain = "", converted = ""] = seen;
    expect(first).toContain("Hello from a BatchTask\nGoodbye\n");
    expect(explained).toMatch(/Succeeded/);
    expect(broken).toMatch(/ImagePullBackOff[^]*condition met\n$/);
    expect(brokenAgain).toMatch(
      /refused, as it must be[^]*exit code 42[^]*no such table[^]*CreateContainerConfigError[^]*hello-secret[^]*condition met\n$/,
    );
    expect(converted).toMatch(/kind: Job\n/);
  });

  test("the table that it shows first", async () => {
    const [step] = stepsOf("README.md", "BatchTask");
    const { stdout } = await follow([step?.commands ?? ""], kubectl());
    const shape = (table: string) =>
      table
        .trim()
        .replaceAll(/\d+(m\d+)?s/g, "TIME")
        .replaceAll(/ +/g, " ");
    expect(shape(stdout)).toBe(shape(step?.output.join("\n") ?? ""));
  });
});
