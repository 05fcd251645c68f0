import { expect, test } from "vitest";
import { fileNames } from "../../../deploy/release/files.ts";
import { withDigest } from "../../../deploy/release/install-files.ts";
import { publishingCommands } from "../../../deploy/release/publish.ts";
import { readFileSync } from "node:fs";
import { outsideOfScript } from "../../../deploy/release/worktree.ts";

const DIGEST = `sha256:${"a".repeat(64)}`;

test("the chart's values take the digest in one place", () => {
  const values = readFileSync("deploy/chart/values.yaml", "utf8");
  expect(withDigest(values, DIGEST)).toBe(values.replace('  digest: ""', `  digest: ${DIGEST}`));
  expect(() => withDigest("image: {}\n", DIGEST)).toThrow("not one line");
});

test("each file of a release has a name of its own, which what is left to do uses", () => {
  const names = fileNames("1.2.3");
  expect(new Set(Object.values(names)).size).toBe(Object.keys(names).length);
  const commands = publishingCommands("1.2.3", `ghcr.io/batchtask/batchtask-operator@${DIGEST}`).join("\n");
  for (const name of [names.image, names.chart, names.notes, names.krew]) expect(commands).toContain(name);
  expect(commands).toContain(`cosign sign ghcr.io/batchtask/batchtask-operator@${DIGEST}`);
});

test("what npm tells a script of its package is not passed on to another tree", () => {
  const kept = { PATH: "/bin", npm_config_cache: "/cache", npm_config_registry: "here" };
  const told = {
    INIT_CWD: "/a",
    npm_package_version: "1",
    npm_lifecycle_event: "release",
    npm_command: "run",
  };
  expect(outsideOfScript({ ...kept, ...told, npm_config_local_prefix: "/a" })).toEqual(kept);
});
