import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { cutChangelog, notesOf } from "../../../deploy/release/changelog.ts";
import { readPrevious } from "../../../deploy/release/previous.ts";

const LOG = `# Changelog

Words.

## Unreleased

### Added

- One thing.

## 0.1.0 - 2026-11-30

### Added

- All.
`;

test("what is unreleased becomes the version's section, with an empty one above; the rest stays", () => {
  const cut = cutChangelog(LOG, "0.2.0", "2026-12-24");
  expect(cut).toBe(LOG.replace("## Unreleased\n", "## Unreleased\n\n## 0.2.0 - 2026-12-24\n"));
  expect(notesOf(cut, "0.2.0")).toBe("### Added\n\n- One thing.\n");
  expect(notesOf(cut, "0.1.0")).toBe("### Added\n\n- All.\n");
  expect(notesOf(cut, "0.3.0")).toBeUndefined();
  expect(notesOf(cut, "0.1")).toBeUndefined();
  expect(() => cutChangelog(cut, "0.3.0", "2026-12-25")).toThrow("nothing under Unreleased");
  expect(() => cutChangelog(LOG, "0.1.0", "2026-12-24")).toThrow("a section 0.1.0 already");
  expect(() => cutChangelog("# Changelog\n", "0.2.0", "2026-12-24")).toThrow("nothing under Unreleased");
});

test("what changed since the release before stands under Unreleased, not in that one's section", (context) => {
  const { version, commit } = readPrevious(".");
  const then = spawnSync("git", ["show", `${commit}:CHANGELOG.md`], { encoding: "utf8" });
  if (then.status !== 0) return context.skip(`the commit of ${version} is not in this clone`);
  const released = new Set(then.stdout.split("\n"));
  const notes = notesOf(readFileSync("CHANGELOG.md", "utf8"), version) ?? "";
  const later = notes.split("\n").filter((line) => line.startsWith("- ") && !released.has(line));
  expect(later).toEqual([]);
});

test("the repository's has notes of the release before", () => {
  expect(notesOf(readFileSync("CHANGELOG.md", "utf8"), readPrevious(".").version)).toContain("- ");
});
