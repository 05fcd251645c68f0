import { expect, test } from "vitest";
import { versionAfter, versionToRelease } from "../../../deploy/release/versions.ts";

test.each([
  ["0.2.0-dev", undefined, "0.1.0", "0.2.0"],
  ["0.2.0-dev", "0.1.1", "0.1.0", "0.1.1"],
  ["0.2.0-dev", "1.0.0", "0.9.3", "1.0.0"],
  ["0.10.0-dev", undefined, "0.9.0", "0.10.0"],
])("a tree at %s, asked for %s after %s, is released as %s", (stated, wanted, previous, version) => {
  expect(versionToRelease(stated, wanted, previous)).toBe(version);
});

test.each([
  ["0.1.0", undefined, "0.1.0 is the release before"],
  ["0.2.0-dev", "0.0.9", "0.1.0 is the release before"],
  ["0.2.0-dev", "v0.2.0", "--version v0.2.0: a release has three numbers"],
  ["0.2.0-dev", "0.2.0-rc.1", "three numbers"],
  ["0.2.0-dev", "0.2", "three numbers"],
  ["0.2.0-dev", "0.02.0", "three numbers"],
])("a tree at %s, asked for %s, is not released: %s", (stated, wanted, why) => {
  expect(() => versionToRelease(stated, wanted, "0.1.0")).toThrow(why);
});

test.each([
  ["0.2.0", "0.3.0-dev"],
  ["0.2.7", "0.3.0-dev"],
  ["1.9.0", "1.10.0-dev"],
])("after %s comes %s", (release, next) => {
  expect(versionAfter(release)).toBe(next);
});
