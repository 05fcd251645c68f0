import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The lines of SHA256SUMS, as sha256sum writes and checks them. @param leftOut names that are not summed */
export function sumsOf(folder: string, leftOut: readonly string[]): string {
  const names = readdirSync(folder).filter((name) => !leftOut.includes(name));
  return names
    .toSorted()
    .map((name) => `${sha256(readFileSync(join(folder, name)))}  ${name}\n`)
    .join("");
}

/** Hexadecimal. Pure. */
export function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
