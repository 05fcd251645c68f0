import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REASONS } from "../../../src/api/reasons.ts";

const root = join(import.meta.dirname, "../../..");
const FILES = [
  "docs/reference/guardrails.md",
  "deploy/admission-jobs-clamp/clamp.yaml",
  "deploy/admission-jobs/policy.yaml",
  "deploy/admission-jobs/warnings.yaml",
  "deploy/kustomize/user/merge-keys.yaml",
  "deploy/admission/fence.yaml",
  "deploy/admission/form.yaml",
  "deploy/admission/policy.yaml",
  "deploy/admission/warnings.yaml",
  "deploy/admission/rights.yaml",
  "crds/batchtaskpolicies.batchtask.dev.yaml",
  "docs/reference/batchtaskpolicy.md",
  "crds/batchtasks.batchtask.dev.yaml",
  "docs/reference/batchtask.md",
  "docs/reference/reasons.md",
];

/** `node generate.ts` in a copy of the parts that it reads and writes. */
describe("generate", () => {
  let copy: string;
  const generate = (...args: string[]) =>
    spawnSync(process.execPath, ["src/crd/generate.ts", ...args], { cwd: copy, encoding: "utf8" });

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), "generate-"));
    for (const part of [
      "src/api",
      "src/cron",
      "src/text",
      "src/crd",
      "src/form",
      "src/guardrails",
      "package.json",
    ])
      cpSync(join(root, part), join(copy, part), { recursive: true });
    for (const file of FILES) cpSync(join(root, file), join(copy, file));
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  });
  afterAll(() => rmSync(copy, { recursive: true }));

  it("--check is content with what is committed", () => {
    expect(generate("--check")).toMatchObject({ status: 0, stdout: "", stderr: "" });
  });

  it("--check names the files that differ or are missing, and the fix", () => {
    writeFileSync(join(copy, "crds/batchtasks.batchtask.dev.yaml"), "edited: true\n");
    rmSync(join(copy, "docs/reference/reasons.md"));
    const { status, stderr } = generate("--check");
    expect(status).toBe(1);
    expect(stderr).toContain("crds/batchtasks.batchtask.dev.yaml");
    expect(stderr).toContain("docs/reference/reasons.md");
    expect(stderr).not.toContain("docs/reference/batchtask.md");
    expect(stderr).toContain("npm run generate");
  });

  it("writes them again, and says which", () => {
    const { status, stdout } = generate();
    expect(status).toBe(0);
    expect(stdout.trim().split("\n")).toHaveLength(2);
    for (const file of FILES)
      expect(readFileSync(join(copy, file), "utf8")).toBe(readFileSync(join(root, file), "utf8"));
  });

  it("shows every reason", () => {
    const page = readFileSync(join(root, "docs/reference/reasons.md"), "utf8");
    for (const name of Object.keys(REASONS)) expect(page).toContain(`| \`${name}\` `);
  });
});
