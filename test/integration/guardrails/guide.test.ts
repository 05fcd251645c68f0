import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type PolicyCluster, startPolicyCluster } from "./cluster.ts";

/** A block of commands, and lines that must be in what they print. */
interface Step {
  commands: string;
  output: string[];
}

/** The blocks of the guide, in order; a text block is the output of the commands before it. */
function stepsOf(markdown: string): Step[] {
  const steps: Step[] = [];
  for (const [, language, body = ""] of markdown.matchAll(/```(sh|text)\n([^`]*)```/g)) {
    if (language === "sh") steps.push({ commands: body, output: [] });
    else steps.at(-1)?.output.push(...body.trim().split("\n"));
  }
  return steps;
}

let world: PolicyCluster;
beforeAll(async () => {
  world = await startPolicyCluster("guide");
  await world.operator();
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

function run(commands: string): Promise<{ code: number; text: string }> {
  const { kubeconfig, kubectlPath } = world.cluster;
  const env = {
    PATH: `${dirname(kubectlPath)}:${process.env["PATH"]}`,
    HOME: dirname(kubeconfig),
    KUBECONFIG: kubeconfig,
  };
  return new Promise((resolve) => {
    execFile("sh", ["-e", "-c", commands], { env, timeout: 120_000 }, (error, stdout, stderr) =>
      resolve({ code: error ? 1 : 0, text: `${stderr}${stdout}` }),
    );
  });
}

test("every command of the guide does what the guide says", { timeout: 300_000 }, async () => {
  const steps = stepsOf(readFileSync("docs/guides/guardrails.md", "utf8"));
  expect(steps.length).toBeGreaterThan(7);
  let refused = 0;
  for (const { commands, output } of steps) {
    const { code, text } = await run(commands);
    for (const line of output) expect(text, commands).toContain(line);
    if (code !== 0) {
      expect(text, commands).toContain("denied request");
      refused += 1;
    }
  }
  expect(refused).toBe(1);
});
