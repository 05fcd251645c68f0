import { expect, test } from "vitest";
import { readOptions } from "../../matrix/arguments.ts";

test("versions, stores and suites are read in their own order; without options all is wanted", () => {
  expect(
    readOptions(["--versions", "1.37,v1.30", "--stores", "kine,etcd", "--suites", "faults"]),
  ).toMatchObject({
    versions: ["1.30", "1.37"],
    stores: ["etcd", "kine"],
    suites: ["faults"],
  });
  expect(readOptions([])).toMatchObject({ stores: undefined, quick: false, suites: { length: 3 } });
});

test.each([
  [["--versions", "1.29"], '--versions must be one of 1.30, 1.32, 1.34, 1.37, not "1.29"'],
  [["--stores", "dqlite"], '--stores has "dqlite": take some of etcd, kine'],
  [["--suites", "unit"], '--suites has "unit": take some of integration, faults, e2e'],
  [["--show"], "--show shows what --json FILE has: name the file, too"],
])("refuses %j", (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});
