import { describe, expect, it } from "vitest";
import { jsonPathText } from "../../../../../src/cli/output/jsonpath/template.ts";

const VALUE = {
  kind: "List",
  items: [
    { name: "a", status: { ready: true, "x.y/z": "dotted" }, ports: [1, 2, 3] },
    { name: "b", status: { ready: false }, conditions: [{ type: "Ready", status: "True" }] },
  ],
};

describe("jsonpath, as kubectl has it", () => {
  it.each([
    ["{.kind}", "List"],
    [".kind", "List"],
    ["kind", "List"],
    ["{.items[0].name}", "a"],
    ["{.items[-1].name}", "b"],
    ["{.items[*].name}", "a b"],
    ["{.items[0]['name']}", "a"],
    ["{.items[0].ports[0,2]}", "1 3"],
    ["{.items[0].ports[1:]}", "2 3"],
    ["{.items[0].ports}", "[1,2,3]"],
    [String.raw`{.items[0].status.x\.y/z}`, "dotted"],
    ['{.items[?(@.name=="b")].status.ready}', "false"],
    ['{.items[*].conditions[?(@.type=="Ready")].status}', "True"],
    ["{.items[?(@.conditions)].name}", "b"],
    ["{.items[0].ports[?(@>1)]}", "2 3"],
    ["{..name}", "a b"],
    ['{range .items[*]}{.name}{"\\t"}{.status.ready}{"\\n"}{end}', "a\ttrue\nb\tfalse\n"],
    ["names: {.items[*].name}!", "names: a b!"],
    ["{.absent.field}", ""],
  ])("%s gives %j", (template, text) => {
    expect(jsonPathText(template, VALUE)).toBe(text);
  });

  it.each([
    ["{.items[}", /can't be read from "\[/],
    ["{range .items[*]}x", /without {end}/],
    ["{end}", /without {range}/],
    ["{.a", /not closed/],
    ["{.items[?(@.name==b)]}", /put text in quotes/],
  ])("%s is refused", (template, message) => {
    expect(() => jsonPathText(template, VALUE)).toThrow(message);
  });
});
