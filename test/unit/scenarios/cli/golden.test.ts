import { describe, expect, it } from "vitest";
import { runCli, transcript, type World } from "../../cli/support/run-cli.ts";

const FIXTURES = "test/unit/cli/fixtures";
const JOBS = ["-f", `${FIXTURES}/jobs.yaml`];
const GUARDED = ["-f", "deploy/examples/guarded.yaml"];
const LINTED = [...GUARDED, "--policy", "deploy/policies/team.yaml"];
const TEST = ["policy", "test", "-f", `${FIXTURES}/policy.yaml`, "--task", "deploy/examples"];

const GOLDEN: Record<string, { args: string[]; world?: World }> = {
  help: { args: ["--help"], world: { columns: 80 } },
  "help-wide": { args: ["--help"], world: { columns: 140 } },
  "unknown-verb": { args: ["lnit"] },
  "unknown-flag": { args: ["lint", "--polcy", "x"] },
  "no-file": { args: ["render"] },
  "missing-file": { args: ["lint", "-f", "nowhere.yaml"] },
  "no-cluster": { args: ["version"] },
  convert: { args: ["convert", ...JOBS] },
  "convert-live": { args: ["convert", "-f", `${FIXTURES}/live-job.yaml`] },
  "convert-json": { args: ["convert", "-f", `${FIXTURES}/job.json`] },
  "convert-nothing": { args: ["convert", "-f", "deploy/examples/hello.yaml"] },
  "convert-help": { args: ["convert", "--help"], world: { columns: 80 } },
  "lint-faults": { args: ["lint", "-f", `${FIXTURES}/faults.yaml`] },
  "lint-broken": { args: ["lint", "-f", `${FIXTURES}/broken.yaml`] },
  "lint-colour": { args: ["lint", ...LINTED], world: { columns: 80 } },
  "lint-no-color": { args: ["lint", ...LINTED, "--no-color"], world: { columns: 80 } },
  "lint-strict": { args: ["lint", ...LINTED, "--strict"] },
  "lint-good": { args: ["lint", "-f", "deploy/examples/hello.yaml", "-f", "deploy/policies"] },
  "lint-json": { args: ["lint", ...LINTED, "-o", "json"] },
  "lint-sarif": { args: ["lint", ...LINTED, "-o", "sarif"] },
  "lint-github": { args: ["lint", "-f", `${FIXTURES}/faults.yaml`, "-o", "github"] },
  "lint-format": { args: ["lint", "-f", `${FIXTURES}/faults.yaml`, "-o", "xml"] },
  "lint-help": { args: ["lint", "--help"], world: { columns: 80 } },
  "run-help": { args: ["run", "--help"], world: { columns: 80 } },
  "run-dry-run": { args: ["run", "hello", "--image=busybox:1.36", "--dry-run=client", "-o", "yaml"] },
  render: { args: ["render", ...GUARDED] },
  "render-json": { args: ["render", ...GUARDED, "-o", "json"] },
  "render-name": { args: ["render", "-f", "deploy/examples", "-o", "name"] },
  "render-jsonpath": { args: ["render", ...GUARDED, "-o", "jsonpath={.spec.backoffLimit}"] },
  "render-refused": { args: ["render", ...GUARDED, "--policy", `${FIXTURES}/policy.yaml`] },
  "render-help": { args: ["render", "--help"], world: { columns: 80 } },
  "diff-help": { args: ["diff", "--help"], world: { columns: 80 } },
  "policy-test": { args: TEST },
  "policy-test-narrow": { args: TEST, world: { columns: 80 } },
  "policy-test-wide": { args: [...TEST, "-o", "wide", "--no-color"], world: { columns: 200 } },
  "policy-test-json": { args: [...TEST, "-o", "json"] },
  "policy-test-yaml": { args: [...TEST, "-o", "yaml"] },
  "policy-test-help": { args: ["policy", "test", "--help"], world: { columns: 80 } },
  "completion-help": { args: ["completion", "--help"], world: { columns: 80 } },
  "completion-bash": { args: ["completion", "bash"] },
  "completion-zsh": { args: ["completion", "zsh"] },
  "completion-fish": { args: ["completion", "fish"] },
  "completion-kubectl": { args: ["completion", "kubectl"] },
  "version-help": { args: ["version", "--help"], world: { columns: 80 } },
};

describe("what every verb shows", { timeout: 30_000 }, () => {
  it.each(Object.entries(GOLDEN))("%s", async (name, { args, world }) => {
    const text = transcript(args, await runCli(args, world));
    await expect(text.replaceAll(process.version, "v0.0.0")).toMatchFileSnapshot(
      `../../cli/golden/${name}.txt`,
    );
  });
});
