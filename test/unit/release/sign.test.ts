import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sumsOf } from "../../../deploy/release/checksums.ts";
import { sign, SIGNERS } from "../../../deploy/release/sign.ts";
import { which } from "../../cluster/util/tools.ts";
import { commandsOf } from "../../support/pages.ts";

const environment = process.env;
const isMissing = which("ssh-keygen", environment) === undefined;
let folder: string;
let sums: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "batchtask-sign-"));
  for (const name of ["release", "root/deploy/release"]) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, "release/install.yaml"), "kind: List\n");
  sums = join(folder, "release/SHA256SUMS");
  writeFileSync(sums, sumsOf(join(folder, "release"), ["SHA256SUMS"]));
});
afterEach(() => rmSync(folder, { recursive: true }));

const keyOf = (name: string): string => {
  const key = join(folder, name);
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", key]);
  return key;
};
const root = () => join(folder, "root");
const known = (text: string) => writeFileSync(join(root(), SIGNERS), text);
/** What the page says, in the folder of the download. */
const verified = () => {
  cpSync(join(root(), SIGNERS), join(folder, "release/allowed_signers"));
  const commands = commandsOf("docs/releasing.md", "Verify what you download").join("");
  const cwd = join(folder, "release");
  const { status, stdout } = spawnSync("sh", ["-ec", commands], { cwd, encoding: "utf8" });
  return { status, stdout };
};

test.skipIf(isMissing)(
  "what is signed is verified by the page's commands, and what was changed is not",
  async () => {
    const line = await sign(sums, keyOf("key"), { root: root(), environment });
    expect(line).toMatch(/^batchtask-release namespaces="file" ssh-ed25519 \S+\n$/);
    known(line ?? "");
    const { status, stdout } = verified();
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Good "file" signature for batchtask-release [^]*\ninstall.yaml: OK\n$/);
    writeFileSync(join(folder, "release/install.yaml"), "kind: Secret\n");
    expect(verified().status).not.toBe(0);
    writeFileSync(sums, sumsOf(join(folder, "release"), ["SHA256SUMS", "SHA256SUMS.sig", "allowed_signers"]));
    expect(verified().status).not.toBe(0);
  },
);

test.skipIf(isMissing)("a key that the repository does not know signs no release", async () => {
  known((await sign(sums, keyOf("key"), { root: root(), environment })) ?? "");
  expect(await sign(sums, join(folder, "key"), { root: root(), environment })).toBeUndefined();
  await expect(sign(sums, keyOf("another"), { root: root(), environment })).rejects.toThrow("-Y verify");
});

test.skipIf(isMissing)("a key that is not there is named", async () => {
  const nowhere = join(folder, "nowhere");
  await expect(sign(sums, nowhere, { root: root(), environment })).rejects.toThrow(`--key ${nowhere}:`);
});
