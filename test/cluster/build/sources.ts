import { isRecord } from "../../../src/kube/json.ts";
import { type Environment, runOrThrow } from "../util/run.ts";
import { findGo } from "./go.ts";
import type { BuildGroup } from "./groups.ts";
import { moduleFolder } from "./identity.ts";

/** Folder of the sources of the module that names a group, as Go keeps them; fetched where they are not there yet. */
export async function sourcesOf(group: BuildGroup, environment: Environment): Promise<string> {
  const go = await findGo(group, environment);
  const { stdout } = await runOrThrow([go, "mod", "download", "-json", group.versionOf], {
    environment: { ...environment, GOWORK: "off" },
    cwd: moduleFolder(group),
  });
  const answer: unknown = JSON.parse(stdout);
  if (isRecord(answer) && typeof answer["Dir"] === "string") return answer["Dir"];
  throw new Error(`go mod download tells no folder of ${group.versionOf}: ${stdout}`);
}
