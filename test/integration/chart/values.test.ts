import { beforeAll, expect, test } from "vitest";
import { jsonSchema, keys } from "../../../deploy/chart-source/schema.ts";
import { BUILD_MS, findTool, pathOf, type Tool } from "../../tools/tool.ts";
import { ChartHelm, type Values } from "./helm.ts";

let tool: Tool;
beforeAll(async () => {
  tool = await findTool("helm", process.env);
}, BUILD_MS);

/** A key as a hand that slips writes it. */
function misspelt(key: string): string {
  const middle = Math.ceil(key.length / 2);
  return key.slice(0, middle) + key.slice(middle - 1);
}

function nest(path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  return key === "0" ? [nest(rest, value)] : { [key]: nest(rest, value) };
}

const asValues = (value: unknown): Values =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- no path begins with a list
  value as Values;

const KEYS = keys(jsonSchema());

test("the schema has every value", () => {
  const paths = KEYS.map((path) => path.join("."));
  expect(paths).toEqual(
    expect.arrayContaining([
      "image.digest",
      "tolerations.0.key",
      "policy.baseline.rules.resources",
      "policy.baseline.namespaceSelector.matchExpressions.0.operator",
      "metrics.serviceMonitor.interval",
    ]),
  );
});

test("each misspelt value is refused, and named with the place where it stands", async (context) => {
  await using helm = await ChartHelm.open(pathOf(tool, context));
  const taken: string[] = [];
  for (const path of KEYS) {
    const wrong = misspelt(path.at(-1) ?? "");
    const values = asValues(nest([...path.slice(0, -1), wrong], "x"));
    const { code, stderr } = await helm.template({ values });
    const place = path.length > 1 ? `at '/${path.slice(0, -1).join("/")}'` : "at ''";
    if (code === 0 || !stderr.includes(`'${wrong}' not allowed`) || !stderr.includes(place))
      taken.push(`${path.join(".")} as ${wrong}: ${stderr}`);
  }
  expect(taken).toEqual([]);
}, 300_000);

test.for([
  [{ replicas: "2" }, "got string, want integer"],
  [{ replicas: 11 }, "maximum: got 11, want 10"],
  [{ image: { digest: "sha256:12" } }, "does not match pattern"],
  [{ logging: { level: "loud" } }, "value must be one of 'trace', 'debug', 'info', 'warn', 'error'"],
  [{ watchNamespaces: ["Team_A"] }, "does not match pattern"],
  [{ watchNamespaces: ["a", "a"] }, "items at 0 and 1 are equal"],
  [{ policy: { baseline: { rules: { backoffLimit: { maximum: 3 } } } } }, "'maximum' not allowed"],
  [{ resources: { limits: { memory: "lots" } } }, "does not match pattern"],
] as const)("%j is refused with the bound", async ([values, message], context) => {
  await using helm = await ChartHelm.open(pathOf(tool, context));
  const { code, stderr } = await helm.template({ values });
  expect(code).toBe(1);
  expect(stderr).toContain(message);
});

test("the chart as part of another one takes what Helm adds", async (context) => {
  await using helm = await ChartHelm.open(pathOf(tool, context));
  expect(await helm.template({ values: { global: { anything: 1 } } })).toMatchObject({ code: 0 });
});
