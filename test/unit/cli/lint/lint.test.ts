import { describe, expect, it, test } from "vitest";
import { task } from "../../support/task.ts";
import { runCli } from "../support/run-cli.ts";

const FIXTURES = "test/unit/cli/fixtures";

describe("lint", { timeout: 30_000 }, () => {
  it("reads stdin, and reports a fault at its line", async () => {
    const stdin =
      "apiVersion: batchtask.dev/v1alpha1\nkind: BatchTask\nmetadata: {name: a}\nspec:\n  paralelism: 1\n  template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}\n";
    const { stdout, exitCode } = await runCli(["lint", "-f", "-"], { stdin });
    expect(stdout).toMatch(/^stdin:5:3: error: spec\.paralelism is no field .*did you mean parallelism/);
    expect(exitCode).toBe(1);
  });

  it("holds a task to a policy only where its namespace has the labels", async () => {
    const args = ["lint", "-f", "deploy/examples/guarded.yaml", "--policy", "deploy/policies/team.yaml"];
    const elsewhere = await runCli([...args, "--namespace-label", "batch=other"]);
    expect(elsewhere.stdout).not.toContain("policy team");
    const there = await runCli([...args, "--namespace-label", "batch=team"]);
    expect(there.stdout).toContain("policy team");
  });

  it("says once what a policy refuses", async () => {
    const stdin = JSON.stringify(task({ parallelism: 7 }));
    const { stdout } = await runCli(["lint", "-f", "-", "--policy", `${FIXTURES}/policy.yaml`], { stdin });
    expect(stdout.split("\n").filter((line) => line.includes("spec.parallelism"))).toEqual([
      "stdin:1:269: error: spec.parallelism is 7, and policy tight allows at most 2: set it to 2 or less [parallelism]",
    ]);
  });
});

const SPEC = "spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: busybox}]}}}\n";

test.each([
  [
    "a misspelt kind",
    `apiVersion: batchtask.dev/v1alpha1\nkind: BatchTsk\nmetadata: {name: a}\n${SPEC}`,
    "write one of these",
  ],
  [
    "a kind in small letters",
    `apiVersion: batchtask.dev/v1alpha1\nkind: batchtask\nmetadata: {name: a}\n${SPEC}`,
    "write BatchTask",
  ],
  ["no apiVersion", `kind: BatchTask\nmetadata: {name: a}\n${SPEC}`, "apiVersion is missing"],
  [
    "a misspelt label field",
    `apiVersion: batchtask.dev/v1alpha1\nkind: BatchTask\nmetadata: {name: a, lables: {}}\n${SPEC}`,
    "metadata.lables is no field that is known: did you mean labels?",
  ],
  [
    "a field that is indented too little",
    `apiVersion: batchtask.dev/v1alpha1\nkind: BatchTask\nmetadata: {name: a}\nspec: {template: {containers: []}}\n`,
    "it belongs to spec.template.spec: indent it",
  ],
  [
    "a template",
    `apiVersion: batchtask.dev/v1alpha1\nkind: BatchTask\nmetadata: {name: {{ .Values.name }}}\n${SPEC}`,
    "is to be rendered first",
  ],
  [
    "a number in quotes",
    `apiVersion: batchtask.dev/v1alpha1\nkind: BatchTask\nmetadata: {name: a}\n${SPEC.replace("spec: {", 'spec: {parallelism: "3", ')}`,
    "remove the quotes",
  ],
  [
    "no quantity",
    `apiVersion: batchtask.dev/v1alpha1\nkind: BatchTask\nmetadata: {name: a}\n${SPEC.replace("image: busybox", "image: busybox, resources: {limits: {memory: 10GB}}")}`,
    "is no quantity, as 500m",
  ],
])("%s is found, with the fix", async (_, stdin, words) => {
  const { stdout, exitCode } = await runCli(["lint", "-f", "-"], { stdin });
  expect(exitCode).toBe(1);
  expect(stdout).toContain(words);
});
