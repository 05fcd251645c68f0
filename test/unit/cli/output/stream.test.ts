import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { expect, test } from "vitest";

const MAIN = "src/cli/main.ts";
const HELP = [MAIN, "lint", "--help"];

/** How a process ends, and what it says on the stream that is read. */
async function ending(child: ChildProcess, read: "stdout" | "stderr"): Promise<[number | null, string]> {
  let said = "";
  child[read]?.setEncoding("utf8").on("data", (text: string) => (said += text));
  return await new Promise((resolve) => child.once("close", (code) => resolve([code, said])));
}

test.each([
  ["stdout", "stderr", HELP],
  ["stderr", "stdout", [MAIN, "nosuch"]],
] as const)(
  "where nobody reads %s any more the plugin ends as by SIGPIPE, and says nothing on %s",
  async (lost, read, args) => {
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    child[lost].destroy();
    expect(await ending(child, read)).toEqual([141, ""]);
  },
);

test.skipIf(!existsSync("/dev/full"))(
  "an output that can't be written is a failure, told in one line",
  async () => {
    const full = openSync("/dev/full", "w");
    const child = spawn(process.execPath, HELP, { stdio: ["ignore", full, "pipe"] });
    closeSync(full);
    const [code, said] = await ending(child, "stderr");
    expect(said).toMatch(/^error: the output can't be written: ENOSPC: .*\n$/);
    expect(code).toBe(74);
  },
);
