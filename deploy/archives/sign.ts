import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { runOrThrow } from "../../test/cluster/util/run.ts";
import { which } from "../../test/cluster/util/tools.ts";
import type { NodeContext } from "./node.ts";

const MODULE = join(import.meta.dirname, "sign");

/**
 * Signs a macOS executable ad hoc, which names nobody: without any signature macOS ends a program for arm64 at its start.
 * @throws Error where there is no Go to build the signer with, or the signature is wrong
 */
export async function sign(executable: string, context: NodeContext): Promise<void> {
  const signer = await signerOf(context);
  await runOrThrow([signer, executable], { environment: context.environment, timeoutMs: 5 * 60_000 });
}

async function signerOf({ environment, cache, report }: NodeContext): Promise<string> {
  const sources = ["main.go", "go.mod", "go.sum"].map((file) => readFileSync(join(MODULE, file)));
  const hash = createHash("sha256").update(Buffer.concat(sources)).digest("hex").slice(0, 12);
  const signer = join(cache, "bin", `macos-sign-${hash}`);
  if (existsSync(signer)) return signer;
  const go = which("go", environment);
  if (go === undefined)
    throw new Error(
      "Go is not on PATH: it builds what signs the executables for macOS. Install it, or leave them out by --platform",
    );
  report("Building the signer for macOS …");
  mkdirSync(join(cache, "bin"), { recursive: true });
  const part = `${signer}.${process.pid}`;
  try {
    await runOrThrow([go, "build", "-trimpath", "-o", part, "."], {
      environment: { ...environment, CGO_ENABLED: "0", GOWORK: "off" },
      cwd: MODULE,
      timeoutMs: 15 * 60_000,
    });
    renameSync(part, signer);
  } finally {
    rmSync(part, { force: true });
  }
  return signer;
}
