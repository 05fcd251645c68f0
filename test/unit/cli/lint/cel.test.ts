import { describe, expect, it } from "vitest";
import { createJudge, kubernetesCel } from "../../../../src/cli/lint/cel.ts";
import { loadSchemas } from "../../../../src/cli/lint/schemas.ts";
import { misfits } from "../../../../src/cli/lint/structure.ts";
import { type SchemaNode, walk } from "../../../../src/crd/schema/node.ts";
import { task } from "../../support/task.ts";

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
