import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { commandsOf, stepsOf, unfenced } from "../../support/pages.ts";

const README = "test/e2e/readme.test.ts";
const CHART = "test/e2e/install.test.ts";
const PAGES = "test/integration/install.test.ts";
const WAITING = "test/integration/waiting.test.ts";
const ALERTS = "deploy/observability/README.md";
const FRESH = "test/e2e/fresh.test.ts";
const CI = ".ci/run";

/** Of a page, or of one section, a test runs all commands as they stand there: page, section, test. */
const RUN: readonly [string, string | undefined, string][] = [
  ["README.md", "BatchTask", README],
  ["README.md", "The first ten minutes", README],
  ["README.md", "Install it", CHART],
  ["README.md", "Install it", PAGES],
  ["README.md", "When something is wrong", PAGES],
  ["README.md", "See it run", CI],
  ["deploy/argocd/README.md", undefined, WAITING],
  [ALERTS, undefined, "test/unit/docs/commands.test.ts"],
  ["docs/guides/cli.md", "Install", FRESH],
  ["docs/guides/cli.md", "From Jobs to BatchTasks", "test/integration/cli/guide.test.ts"],
  ["docs/guides/cli.md", "Before a policy is enforced", "test/integration/cli/guide.test.ts"],
  ["docs/guides/cli.md", "Before a change is applied", "test/integration/cli/guide.test.ts"],
  ["docs/guides/daily-use.md", undefined, "test/e2e/cli.test.ts"],
  ["docs/guides/gitops.md", "kubectl", WAITING],
  ["docs/guides/gitops.md", "Helm", WAITING],
  ["docs/guides/gitops.md", "Argo CD", WAITING],
  ["docs/guides/existing-jobs.md", undefined, "test/integration/guardrails/guide.test.ts"],
  ["docs/guides/guardrails.md", undefined, "test/integration/guardrails/guide.test.ts"],
  ["docs/guides/schedule.md", undefined, "test/e2e/schedule.test.ts"],
  ["docs/install/helm.md", "Install with Helm", CHART],
  ["docs/install/helm.md", "Upgrade", CHART],
  ["docs/install/helm.md", "What you get", PAGES],
  ["docs/install/helm.md", "Some namespaces only", PAGES],
  ["docs/install/k3s.md", "On K3s", FRESH],
  ["docs/install/kind.md", "On kind", FRESH],
  ["docs/install/uninstall.md", "The operator alone", CHART],
  ["docs/install/uninstall.md", "All of it", CHART],
  ["docs/install/uninstall.md", "After a try from a checkout", PAGES],
  ["docs/install/uninstall.md", "Without Helm, the operator alone", PAGES],
  ["docs/install/uninstall.md", "Without Helm, all of it", PAGES],
  ["docs/releasing.md", "Verify what you download", "test/unit/release/sign.test.ts"],
  ["docs/install/without-helm.md", "Install without Helm", PAGES],
  ["docs/install/without-helm.md", "With kustomize", PAGES],
  ["docs/install/without-helm.md", "Try it", PAGES],
  ["test/cluster/README.md", "A real cluster anywhere", FRESH],
];

/** Commands that no test runs as they stand: page, how they begin, why. */
const NOT_RUN: readonly [string, string, string][] = [
  [
    "docs/guides/page.md",
    "kubectl batchtask ui",
    "opens a browser, and goes on until Ctrl-C; test/unit/cli/build/plugin.test.ts starts it without one",
  ],
  [
    "docs/releasing.md",
    "npm run release ",
    "takes minutes, and is a test itself; test/unit/release/arguments.test.ts reads its arguments",
  ],
  [
    "docs/benchmark.md",
    "npm run bench ",
    "takes hours; .ci/run runs the quick one, and test/unit/bench/arguments.test.ts reads the others' arguments",
  ],
];

const pages = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"], {
  encoding: "utf8",
})
  .trim()
  .split("\n");
const all = pages.flatMap((page) => stepsOf(page));
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync("package.json", "utf8")));
const isListed = (page: string, commands: string) =>
  NOT_RUN.some(([where, beginning]) => where === page && commands.startsWith(beginning));

test("each block of commands is run by a test, or it is said why not", () => {
  // The same commands may stand on several pages.
  const run = new Set(RUN.flatMap(([page, heading]) => commandsOf(page, heading)));
  const unknown = all.filter(({ page, commands }) => !run.has(commands) && !isListed(page, commands));
  expect(unknown.map(({ page, heading, commands }) => [page, heading, commands])).toEqual([]);
});

test.each(RUN)("%s, %s: is run by %s", (page, heading, file) => {
  const commands = commandsOf(page, heading);
  expect(commands).not.toEqual([]);
  const source = readFileSync(file, "utf8");
  // It has done `npm ci` before.
  const isMissing = (command: string) => !source.includes(`\n${command.replace("npm ci && ", "")}`);
  if (file === CI) return expect(commands.filter(isMissing)).toEqual([]);
  const names = heading === undefined ? [page] : [page, heading];
  expect(names.filter((name) => !source.includes(`"${name}"`))).toEqual([]);
});

test.each(NOT_RUN)("%s: what begins with %s is still there, and not run: %s", (page, beginning) => {
  expect(commandsOf(page).filter((commands) => commands.startsWith(beginning))).toHaveLength(1);
});

test.each(pages)("%s: each npm script that it names is there", (page) => {
  const named = [...readFileSync(page, "utf8").matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g)];
  expect(named.map(([, name = ""]) => name).filter((name) => !(name in scripts))).toEqual([]);
});

test.each(pages)("%s: code stands between fences", (page) => {
  expect(unfenced(page)).toEqual([]);
});

test("the command for alerts puts the base before each runbook", () => {
  const [command = ""] = commandsOf(ALERTS);
  const rules = readFileSync("deploy/observability/rules.yaml", "utf8");
  const changed = execFileSync("sh", ["-c", command], { cwd: "deploy/observability", encoding: "utf8" });
  expect(changed).not.toBe(rules);
  expect(changed.replaceAll("https://git.example.com/platform/batchtask/blob/main/", "")).toBe(rules);
});
