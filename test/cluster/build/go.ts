import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Environment, run } from "../util/run.ts";
import { which } from "../util/tools.ts";
import { MODULES } from "./identity.ts";

const FIX = "or name a running cluster with --kubeconfig";

/** Path of a Go command that is new enough for the module, or one sentence with the fix. */
export async function findGo(module: string, environment: Environment): Promise<string> {
  const folder = join(MODULES, module);
  const wanted = /^go (\S+)$/m.exec(readFileSync(join(folder, "go.mod"), "utf8"))?.[1] ?? "1.26";
  const go = which("go", environment);
  if (go === undefined) {
    throw new Error(
      `Go is not on PATH: install Go ${wanted} or newer, which builds the cluster's parts, ${FIX}.`,
    );
  }
  const asked = await run([go, "env", "GOVERSION"], { environment, cwd: folder });
  if (asked.code !== 0) {
    const said = asked.stderr.trim().split("\n").at(-1) ?? "";
    throw new Error(`Go is too old: install Go ${wanted} or newer, ${FIX} (${said}).`);
  }
  return go;
}
