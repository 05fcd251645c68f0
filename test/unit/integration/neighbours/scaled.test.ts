import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { scaled } from "../../../integration/neighbours/prometheus/scaled.ts";

const file = (rule: object): string => JSON.stringify({ groups: [{ name: "group", rules: [rule] }] });
const rule = { alert: "Alert", expr: "up == 0", for: "5m", labels: { severity: "info" } };
const read = (text: string): unknown => parse(text);

test("how long a rule has to hold and how far it looks back is shorter, and nothing else", () => {
  const expr = 'increase(a{path="x"}[15m]) > 4 * increase(a[6h] offset 15m) / 24 and b > 180';
  expect(read(scaled(file({ ...rule, expr }), 60))).toEqual({
    groups: [
      {
        name: "group",
        rules: [
          {
            ...rule,
            expr: 'increase(a{path="x"}[15s]) > 4 * increase(a[360s] offset 15s) / 24 and b > 180',
            for: "5s",
          },
        ],
      },
    ],
  });
});

test.each(["1m30s", "90", "1m"])("a duration that can't be shortened is an error: %s", (time) => {
  expect(() => scaled(file({ ...rule, for: time }), 90)).toThrow(`${time}, 90 times shorter`);
});

test("each alert that is shipped can be shortened to seconds", () => {
  const shipped = readFileSync("deploy/observability/rules.yaml", "utf8");
  const text = scaled(shipped, 60);
  expect(text.match(/alert:/g)).toEqual(shipped.match(/- alert:/g)?.map(() => "alert:"));
  expect(text).not.toMatch(/\[\d+[mhd]\]|offset \d+[mhd]|for: \d+[mhd]/);
  expect(scaled(shipped, 1).replaceAll(/\s+/g, " ")).toContain(
    "increase(controller_runtime_reconcile_errors_total",
  );
});
