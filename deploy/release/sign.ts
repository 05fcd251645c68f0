import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Environment, runOrThrow } from "../../test/cluster/util/run.ts";
import { which } from "../../test/cluster/util/tools.ts";

/** Whose signature it is, and what for: both are part of what is checked. */
const SIGNER = "batchtask-release";
const NAMESPACE = "file";

/** Keys that releases are signed with, below a checkout; absent as long as there is none. */
export const SIGNERS = "deploy/release/allowed_signers";

/**
 * Signs a file with an SSH key into FILE.sig, and checks the signature as a user does: by the keys of the checkout, or
 * where it has none by the key itself.
 * @returns the line of allowed_signers where the checkout has none
 * @throws Error where the key can't sign, or is none of the checkout's
 */
export async function sign(
  file: string,
  key: string,
  { root, environment }: { root: string; environment: Environment },
): Promise<string | undefined> {
  if (which("ssh-keygen", environment) === undefined)
    throw new Error("ssh-keygen is missing: OpenSSH's client has it");
  if (!existsSync(key)) throw new Error(`--key ${key}: there is no such file`);
  rmSync(`${file}.sig`, { force: true });
  await runOrThrow(["ssh-keygen", "-Y", "sign", "-f", key, "-n", NAMESPACE, file], { environment });
  const known = join(root, SIGNERS);
  if (existsSync(known)) {
    await verify(file, known, environment);
    return undefined;
  }
  const line = await signerLine(key, environment);
  const folder = mkdtempSync(join(tmpdir(), "batchtask-signers-"));
  try {
    writeFileSync(join(folder, "allowed_signers"), line);
    await verify(file, join(folder, "allowed_signers"), environment);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return line;
}

async function verify(file: string, signers: string, environment: Environment): Promise<void> {
  const how = ["-f", signers, "-I", SIGNER, "-n", NAMESPACE, "-s", `${file}.sig`];
  await runOrThrow(["ssh-keygen", "-Y", "verify", ...how], { environment, input: readFileSync(file) });
}

/** The key's line of allowed_signers. */
async function signerLine(key: string, environment: Environment): Promise<string> {
  const { stdout } = key.endsWith(".pub")
    ? { stdout: readFileSync(key, "utf8") }
    : await runOrThrow(["ssh-keygen", "-y", "-f", key], { environment });
  const [type = "", text = ""] = stdout.trim().split(" ");
  return `${SIGNER} namespaces="${NAMESPACE}" ${type} ${text}\n`;
}
