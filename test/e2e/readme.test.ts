import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { follow } from "../integration/tools/guide.ts";
import { stepsOf } from "../support/pages.ts";
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
    const steps = stepsOf("README.md", "The first ten minutes");
    expect(steps.length).toBe(5);
    const seen: string[] = [];
    const printed = (stdout: string) => shape(stdout).replaceAll(world.namespace, "default").split("\n");
    for (const { commands, output } of steps) {
      const { code, stdout, stderr } = await follow([commands], kubectl());
      expect([code, stderr], commands).toEqual([0, expect.any(String)]);
      for (const line of output.filter((one) => one !== "…")) expect(printed(stdout)).toContain(shape(line));
      seen.push(stdout);
    }
    // What README shows first is what the first of these prints.
    const [table] = stepsOf("README.md", "BatchTask");
    expect(steps[0]?.commands).toContain(table?.commands);
    for (const line of table?.output ?? []) expect(printed(seen[0] ?? "")).toContain(shape(line));
    expect(steps.flatMap(({ output }) => output).length).toBeGreaterThan(20);
    const [first = "", explained = "", broken = "", brokenAgain = "", converted = ""] = seen;
    expect(first).toContain("Hello from a BatchTask\nGoodbye\n");
    expect(explained).toMatch(/Succeeded/);
    expect(broken).toMatch(/ImagePullBackOff[^]*condition met\n$/);
    expect(brokenAgain).toMatch(
      /refused, as it must be[^]*exit code 42[^]*no such table[^]*CreateContainerConfigError[^]*hello-secret[^]*condition met\n[^]*"hello-secret" deleted/,
    );
    expect(converted).toMatch(/kind: Job\n/);
  });
});

/** What is the same each time, on any cluster. */
function shape(text: string): string {
  return text
    .trim()
    .replaceAll(/\b\d+(m\d+)?s\b/g, "TIME")
    .replaceAll(/-[0-9a-f]{8}(-[a-z0-9]{5})?\b/g, "-NAME")
    .replaceAll(/\bnode [a-z0-9.-]+$/gm, "node NODE")
    .replaceAll(/^ +/gm, "")
    .replaceAll(/ +/g, " ");
}
