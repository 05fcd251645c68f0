import { afterAll, beforeAll, expect, test } from "vitest";
import { stepsOf } from "../../support/pages.ts";
import { follow } from "../tools/guide.ts";
import { type PolicyCluster, startPolicyCluster } from "./cluster.ts";

let world: PolicyCluster;
beforeAll(async () => {
  world = await startPolicyCluster("guide");
  await world.operator();
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

test("every command of the guide does what the guide says", { timeout: 300_000 }, async () => {
  const { kubeconfig, kubectlPath: path } = world.cluster;
  const steps = stepsOf("docs/guides/guardrails.md");
  expect(steps.length).toBeGreaterThan(7);
  let refused = 0;
  for (const { commands, output } of steps) {
    const { code, stdout, stderr } = await follow([commands], { path, kubeconfig, namespace: "default" });
    const text = `${stderr}${stdout}`;
    for (const line of output) expect(text, commands).toContain(line);
    if (code !== 0) {
      expect(text, commands).toContain("denied request");
      refused += 1;
    }
  }
  // A task that asks for too much, and a raw Job.
  expect(refused).toBe(2);
});
