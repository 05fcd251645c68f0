import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const pages = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"], {
  encoding: "utf8",
})
  .trim()
  .split("\n")
  .filter((page) => existsSync(page));

/** What a page says outside of its blocks of code. */
const prose = (page: string): string => readFileSync(page, "utf8").replaceAll(/^ *```[^]*?^ *```/gm, "");

/** The anchor that GitHub and others make of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .trim()
    .replaceAll(" ", "-");

test.each(pages)("%s: what it links to is there", (page) => {
  const missing = [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = ""]) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? page : join(dirname(page), path);
    if (!existsSync(target)) return [link];
    if (anchor === undefined || !target.endsWith(".md")) return [];
    const anchors = prose(target)
      .split("\n")
      .filter((line) => line.startsWith("#"))
      .map((line) => anchorOf(line.replace(/^#+ /, "")));
    return anchors.includes(anchor) ? [] : [link];
  });
  expect(missing).toEqual([]);
});

test.each(["docs/threat-model.md", "docs/decisions/0005-metrics.md"])(
  "%s: each test that it names is there",
  (page) => {
    const files = [...prose(page).matchAll(/`(test\/[^`]+)`/g)].map(([, file = ""]) => file);
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  },
);
