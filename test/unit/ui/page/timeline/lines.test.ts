import { expect, test } from "vitest";
import { linesOf } from "../../../../../src/ui/page/timeline/lines.ts";
import { rowsOf } from "../../../../../src/ui/page/store/rows.ts";
import { recordedRows } from "../../../../support/ui/rows.ts";

test("each namespace has its title with what is to be looked at, and a folded one nothing else", () => {
  const { list } = rowsOf(recordedRows());
  const lines = linesOf(list, new Set(["billing"]));
  expect(lines.slice(0, 2)).toEqual([
    { kind: "namespace", namespace: "billing", tasks: 6, bad: 2 },
    { kind: "namespace", namespace: "data-science", tasks: 7, bad: 1 },
  ]);
  expect(lines).toHaveLength(list.length + 4 - 6);
  expect(linesOf([], new Set())).toEqual([]);
});
