import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PLANS } from "../plan/load.ts";
import { type Mutation, MUTATIONS } from "./mutations.ts";

const ROOT = process.env["BATCHTASK_FAULTS_SOURCE"] ?? join(import.meta.dirname, "..", "..", "..");

/** A copy of the operator's source without the defence. */
function mutated({ edits }: Mutation): string {
  const copy = mkdtempSync(join(tmpdir(), "batchtask-mutation-"));
  for (const part of ["src", "package.json", "tsconfig.json"])
    cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  for (const { file, find, put } of edits) {
    const path = join(copy, file);
    const text = readFileSync(path, "utf8");
    if (text.split(find).length !== 2) throw new Error(`${file} does not have exactly once: ${find}`);
    writeFileSync(
      path,
      text.replace(find, () => put),
    );
  }
  return copy;
}

/** The names of the oracles that object to the mutant under a plan. */
async function objections(source: string, plan: string): Promise<string[]> {
  const main = join(import.meta.dirname, "..", "main.ts");
  const child = spawn(process.execPath, [main, "--plan", join(PLANS, `${plan}.yaml`)], {
    env: { ...process.env, BATCHTASK_FAULTS_SOURCE: source },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await once(child, "close");
  const found = said.matchAll(/^VIOLATION \S+?(?: \[.*?\])?: ([a-z-]+): /gm);
  const names = new Set(Array.from(found, (match) => match[1] ?? ""));
  // A fault that found no occasion shows nothing of what it was for.
  names.delete("struck");
  return [...names];
}

/** Prints the table of all mutations, or of those whose defence has these words; resolves with the number of survivors. */
export async function runMutations(words: string, report: (line: string) => void): Promise<number> {
  let survivors = 0;
  report("| defence taken out | plan | oracles that object |\n|---|---|---|");
  for (const mutation of MUTATIONS.filter(({ defence }) => defence.includes(words))) {
    const source = mutated(mutation);
    for (const plan of mutation.plans) {
      const found = await objections(source, plan);
      if (found.length === 0) survivors += 1;
      report(`| ${mutation.defence} | ${plan} | ${found.join(", ") || "none"} |`);
    }
    rmSync(source, { recursive: true });
  }
  return survivors;
}
