import { afterAll, beforeAll, expect, test } from "vitest";
import { stepsOf } from "../../support/pages.ts";
import { needsKubernetes } from "../support/kubernetes.ts";
import { follow } from "../tools/guide.ts";
import { type PolicyCluster, startPolicyCluster } from "./cluster.ts";

let world: PolicyCluster;
beforeAll(async () => {
  world = await startPolicyCluster("guide");
  await world.operator();
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

/** Follows a guide; how many of its steps are refused by admission, as the guide says. */
async function refusals(page: string): Promise<number> {
  const { kubeconfig, kubectlPath: path } = world.cluster;
  const steps = stepsOf(page);
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
  return refused;
}

test("every command of the guide does what the guide says", { timeout: 300_000 }, async () => {
  // A task that asks for too much, and a raw Job.
  expect(await refusals("docs/guides/guardrails.md")).toBe(2);
});

test("and of the guide for Jobs and CronJobs", { timeout: 300_000 }, async (context) => {
  needsKubernetes(36, "MutatingAdmissionPolicy, by which the guide clamps", context);
  // Two Jobs: one that is too wide, and one without an end.
  expect(await refusals("docs/guides/existing-jobs.md")).toBe(2);
});
