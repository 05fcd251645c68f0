import { expect, test } from "vitest";
import { type Column, table } from "../../../../src/cli/output/table.ts";

const columns: Column<[string, string]>[] = [
  { title: "NAME", value: ([name]) => name },
  { title: "PHASE", value: ([, phase]) => phase },
];

test("a part of a table that goes on keeps the widths of the parts before", () => {
  const widths: number[] = [];
  const first = table(columns, [["a-long-name", "Running"]], { widths });
  const more = table(columns, [["short", "Succeeded"]], { widths, headers: false });
  const longer = table(columns, [["an-even-longer-name", "Failed"]], { widths, headers: false });
  const last = table(columns, [["short", "Failed"]], { widths, headers: false });
  expect(first + more + longer + last).toBe(
    [
      "NAME          PHASE",
      "a-long-name   Running",
      "short         Succeeded",
      "an-even-longer-name   Failed",
      "short                 Failed",
      "",
    ].join("\n"),
  );
});

test("a value is one line that moves no cursor, and takes the room of what is seen of it", () => {
  const rows: [string, string][] = [
    ["a\x1b[31m\r\nb\x9b2J", "Failed"],
    ["\x1b]0;title\x07", "Running"],
  ];
  expect(table(columns, rows)).toBe("NAME     PHASE\na b      Failed\n<none>   Running\n");
});
