import { describe, expect, it, test } from "vitest";
import { type SchemaNode, walk } from "../../../../src/crd/schema/node.ts";
import { createJudge, kubernetesCel } from "../../../../src/cli/lint/cel.ts";
import { misfits } from "../../../../src/cli/lint/structure.ts";
import { loadSchemas } from "../../../../src/cli/lint/schemas.ts";
import { task } from "../../support/task.ts";
import { runCli, transcript } from "../support/run-cli.ts";

const FIXTURES = "test/unit/cli/fixtures";
const GUARDED = ["-f", "deploy/examples/guarded.yaml", "--policy", "deploy/policies/team.yaml"];

const GOLDEN: Record<string, { args: string[]; columns?: number }> = {
  "lint-faults": { args: ["lint", "-f", `${FIXTURES}/faults.yaml`] },
  "lint-broken": { args: ["lint", "-f", `${FIXTURES}/broken.yaml`] },
  "lint-colour": { args: ["lint", ...GUARDED], columns: 80 },
  "lint-no-color": { args: ["lint", ...GUARDED, "--no-color"], columns: 80 },
  "lint-strict": { args: ["lint", ...GUARDED, "--strict"] },
  "lint-good": { args: ["lint", "-f", "deploy/examples/hello.yaml", "-f", "deploy/policies"] },
  "lint-json": { args: ["lint", ...GUARDED, "-o", "json"] },
  "lint-sarif": { args: ["lint", ...GUARDED, "-o", "sarif"] },
  "lint-github": { args: ["lint", "-f", `${FIXTURES}/faults.yaml`, "-o", "github"] },
  "lint-format": { args: ["lint", "-f", `${FIXTURES}/faults.yaml`, "-o", "xml"] },
  "lint-help": { args: ["lint", "--help"], columns: 80 },
};

describe("lint", { timeout: 30_000 }, () => {
  it.each(Object.entries(GOLDEN))("shows %s", async (name, { args, ...world }) => {
    await expect(transcript(args, await runCli(args, world))).toMatchFileSnapshot(`../golden/${name}.txt`);
  });

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

describe("the schema's rules in CEL", () => {
  const schemas = Object.entries(loadSchemas());

  it("can all be worked out by the CEL of this program", () => {
    const environment = kubernetesCel();
    const failed: string[] = [];
    let count = 0;
    for (const [, schema] of schemas)
      walk(schema, (node, path) => {
        for (const { rule, messageExpression = "''" } of node["x-kubernetes-validations"] ?? []) {
          count += 1;
          for (const expression of [rule, messageExpression]) {
            const { valid, error } = environment.check(expression);
            if (!valid) failed.push(`${path}: ${expression}: ${error?.message}`);
          }
        }
      });
    expect(failed).toEqual([]);
    expect(count).toBeGreaterThan(20);
  });

  it("find nothing in a good task", () => {
    const { task: schema } = loadSchemas();
    expect(createJudge()(task(), schema, "")).toEqual([]);
    expect(misfits(task(), schema, "")).toEqual([]);
  });

  it("report what a rule says, at its field", () => {
    const { task: schema } = loadSchemas();
    const broken = createJudge()(task({ maxFailedIndexes: 1, completionMode: "Indexed" }), schema, "");
    expect(broken.map(({ field }) => field)).toEqual(["spec.backoffLimitPerIndex"]);
  });

  it("leave a rule alone that can't be worked out on a value of another form", () => {
    const node: SchemaNode = { type: "string", "x-kubernetes-validations": [{ rule: "self.size() < 3" }] };
    expect(createJudge()(12, node, "a")).toEqual([]);
    expect(createJudge()("long", node, "a")).toHaveLength(1);
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
