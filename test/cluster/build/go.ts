import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Environment, run } from "../util/run.ts";
import { which } from "../util/tools.ts";
import type { BuildGroup } from "./groups.ts";
import { MODULES, moduleFolder } from "./identity.ts";

const FIX = "or name a running cluster with --kubeconfig";

/** Path of a Go command that is new enough for the module, or one sentence with the fix. */
export async function findGo(group: BuildGroup, environment: Environment): Promise<string> {
  const folder = moduleFolder(group);
  const wanted = newestGo();
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

/** The newest version of Go that any of the modules wants, so that one installation is enough. */
function newestGo(): string {
  const versions = readdirSync(MODULES).map((module) => {
    const goMod = readFileSync(join(MODULES, module, "go.mod"), "utf8");
    return /^go (\S+)$/m.exec(goMod)?.[1] ?? "1.26";
  });
  return versions.reduce((newest, version) =>
    version.localeCompare(newest, "en", { numeric: true }) > 0 ? version : newest,
  );
}
