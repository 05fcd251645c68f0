import { expect, test } from "vitest";
import { readArguments } from "../../../deploy/release/arguments.ts";
import { commandsOf } from "../../support/pages.ts";

const NONE = { help: false, dryRun: false, version: undefined, key: undefined, cluster: true };

test.each([
  [[], {}],
  [["--dry-run"], { dryRun: true }],
  [["--dry-run", "--no-cluster"], { dryRun: true, cluster: false }],
  [["--version", "1.2.3", "--key", "k"], { version: "1.2.3", key: "k" }],
  [["-h"], { help: true }],
])("%j", (argv, wanted) => {
  expect(readArguments(argv)).toEqual({ ...NONE, ...wanted });
});

test.each([
  [["--no-cluster"], "--no-cluster: what is not tried is not released"],
  [["--dryrun"], "--dryrun"],
  [["0.2.0"], "0.2.0"],
])("%j is refused: %s", (argv, why) => {
  expect(() => readArguments(argv)).toThrow(why);
});

test("the page's command is a dry run", () => {
  const [command = ""] = commandsOf("docs/releasing.md", "Make a release");
  expect(readArguments(command.trim().split(" -- ")[1]?.split(" ") ?? [])).toEqual({ ...NONE, dryRun: true });
});
