import { expect, test } from "vitest";
import { readOptions } from "../../faults/arguments.ts";

test("a sweep can be tried in pieces, and whole where none is named", () => {
  expect(readOptions(["--exhaustive", "--part", "2/6"])).toMatchObject({ part: { number: 2, of: 6 } });
  expect(readOptions([]).part).toEqual({ number: 1, of: 1 });
  for (const wrong of ["0/6", "7/6", "2", "a/b", "1/0"])
    expect(() => readOptions(["--part", wrong])).toThrow(`--part ${wrong}: give K/N with K from 1 to N`);
});
