import { existsSync } from "node:fs";
import type { Environment } from "../util/run.ts";
import {
  kindClusters,
  kindKubeconfig,
  kindNodes,
  kindNote,
  kindsMadeHere,
  kindThatAnswers,
} from "./command.ts";

/** Lines that say which clusters of kind there are. */
export async function kindLines(environment: Environment): Promise<string[]> {
  const kind = await kindThatAnswers(environment);
  if (kind === undefined)
    return kindsMadeHere(environment).map(
      (name) => `${name}: of kind; Docker or kind doesn't answer, so that nobody says whether it is there`,
    );
  const names = await kindClusters(kind, environment);
  const lines = names.map(async (name) => {
    const nodes = await kindNodes(kind, name, environment);
    return [
      `${name}: of kind, ${nodes.length === 1 ? "node" : "nodes"} ${nodes.join(", ") || "none"}`,
      accessTo(name, environment),
    ];
  });
  return (await Promise.all(lines)).flat();
}

function accessTo(name: string, environment: Environment): string {
  if (existsSync(kindNote(environment, name)))
    return `  half made, or being made; "up" makes it anew, "down" removes it`;
  const kubeconfig = kindKubeconfig(environment, name);
  if (existsSync(kubeconfig)) return `  export KUBECONFIG=${kubeconfig}`;
  return `  not made here; "up --name ${name}" uses it, "down --name ${name}" removes it`;
}
