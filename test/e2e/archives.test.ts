import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { CHECKOUT } from "../cluster/layout.ts";

const PLATFORM = `linux-${process.arch}`;
const URL = "https://example.com/download/";
const LONGEST_MS = 10 * 60_000;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "batchtask-archives-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a command to its good end. */
function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: "utf8",
    timeout: LONGEST_MS,
    ...options,
  });
  expect({ command, status, stderr: status === 0 ? "" : stderr }).toEqual({ command, status: 0, stderr: "" });
  return stdout;
}

test("the archive of this platform runs where there is no Node.js, and krew's manifest names it", {
  timeout: LONGEST_MS,
}, () => {
  const out = join(folder, "archives");
  const args = ["deploy/archives/main.ts", "--platform", PLATFORM, "--release", "1.2.3"];
  run(process.execPath, [...args, "--url", URL, "--out", out], { cwd: CHECKOUT });
  const name = `kubectl-batchtask-1.2.3-${PLATFORM}.tar.gz`;
  expect(readdirSync(out).toSorted()).toEqual(["SHA256SUMS", "batchtask.yaml", name]);
  const sha256 = createHash("sha256")
    .update(readFileSync(join(out, name)))
    .digest("hex");
  expect(readFileSync(join(out, "SHA256SUMS"), "utf8")).toBe(`${sha256}  ${name}\n`);
  const manifest: unknown = parse(readFileSync(join(out, "batchtask.yaml"), "utf8"));
  expect(manifest).toMatchObject({
    spec: { version: "v1.2.3", platforms: [{ uri: `${URL}${name}`, sha256, bin: "kubectl-batchtask" }] },
  });

  const installed = join(folder, "installed");
  mkdirSync(installed);
  run("tar", ["-xzf", join(out, name), "-C", installed]);
  expect(readdirSync(installed).toSorted()).toEqual(["LICENSE", "LICENSE.node", "kubectl-batchtask"]);
  const plugin = join(installed, "kubectl-batchtask");
  const env = { PATH: "", HOME: folder };
  cpSync(join(CHECKOUT, "deploy/examples/hello.yaml"), join(folder, "hello.yaml"));
  // The second start is of what the first one compiled.
  for (const _ of ["first", "second"]) {
    expect(run(plugin, ["version", "--client"], { env })).toContain("Client Version: 1.2.3\n");
    expect(run(plugin, ["lint", "-f", "hello.yaml"], { env, cwd: folder })).toContain(
      "nothing to complain of",
    );
  }
});

test("npm pack of what build:cli makes is one package without another, whose command npx runs", () => {
  run("npm", ["run", "build:cli"], { cwd: CHECKOUT });
  const packed = run("npm", ["pack", "./dist", "--silent", "--pack-destination", folder], { cwd: CHECKOUT });
  const file = join(folder, packed.trim());
  expect(run("tar", ["-tzf", file]).trim().split("\n").toSorted()).toEqual([
    "package/kubectl-batchtask",
    "package/package.json",
  ]);
  const args = ["--yes", "--offline", "--package", file, "--", "kubectl-batchtask", "version", "--client"];
  const env = { ...process.env, npm_config_cache: join(folder, "npm") };
  expect(run("npx", args, { cwd: folder, env })).toContain("Client Version: ");
});
