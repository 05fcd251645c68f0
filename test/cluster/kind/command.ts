import { existsSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { buildAll, binary } from "../build/binaries.ts";
import { BUILD_GROUPS } from "../build/groups.ts";
import { identityOf } from "../build/identity.ts";
import { succeeds } from "../existing.ts";
import { cacheFolder } from "../layout.ts";
import type { Settings } from "../options.ts";
import { type Environment, run, runOrThrow } from "../util/run.ts";
import { which } from "../util/tools.ts";

/** Whether Docker answers, so that kind can work. */
export async function dockerAnswers(environment: Environment): Promise<boolean> {
  const docker = which("docker", environment);
  return docker !== undefined && (await succeeds([docker, "info"], environment));
}

/** The kind command: the system's, else built from its Go module. */
export async function findKind(settings: Settings): Promise<string> {
  const { environment, report, signal } = settings;
  const found = kindAtHand(environment);
  if (found !== undefined) return found;
  const context = { environment, cache: cacheFolder(environment), report, signal };
  return binary(await buildAll([BUILD_GROUPS.kind], context), "kind");
}

/** The system's, else one that was built before: without either nobody has made a cluster of kind here. */
function kindAtHand(environment: Environment): string | undefined {
  const found = which("kind", environment);
  if (found !== undefined) return found;
  const built = join(cacheFolder(environment), "bin", identityOf(BUILD_GROUPS.kind).folder, "kind");
  return existsSync(built) ? built : undefined;
}

/** kind, where it can say what runs: its nodes are Docker's. */
export async function kindThatAnswers(environment: Environment): Promise<string | undefined> {
  const kind = kindAtHand(environment);
  return kind !== undefined && (await dockerAnswers(environment)) ? kind : undefined;
}

/** The path of a cluster's kubeconfig. */
export function kindKubeconfig(environment: Environment, name: string): string {
  return join(cacheFolder(environment), "kind", `${name}.kubeconfig`);
}

/** The path of a note that is there while a cluster is being made: one that stays after that is of a half-made one. */
export function kindNote(environment: Environment, name: string): string {
  return `${kindKubeconfig(environment, name)}.making`;
}

/** Names of the clusters of kind that were made here, or begun, and not removed from here. */
export function kindsMadeHere(environment: Environment): string[] {
  const folder = dirname(kindKubeconfig(environment, "any"));
  const files = existsSync(folder) ? readdirSync(folder).toSorted() : [];
  return [...new Set(files.map((file) => file.replace(/\.kubeconfig(\.making|\.lock)?$/, "")))];
}

/** Names of all clusters of kind on this machine, half-made ones among them. */
export async function kindClusters(kind: string, environment: Environment): Promise<string[]> {
  return linesOf((await runOrThrow([kind, "get", "clusters"], { environment, timeoutMs: 20_000 })).stdout);
}

/** Names of a cluster's nodes, as Docker has them. */
export async function kindNodes(kind: string, name: string, environment: Environment): Promise<string[]> {
  const argv = [kind, "get", "nodes", "--name", name];
  return linesOf((await runOrThrow(argv, { environment, timeoutMs: 20_000 })).stdout);
}

/** kind says "No kind clusters found." on standard error alone. */
function linesOf(stdout: string): string[] {
  return stdout.split("\n").filter((line) => line !== "");
}

/** Removes what there is of a cluster; Docker may still be making a node of a `kind` that was killed. */
export async function deleteKind(kind: string, name: string, environment: Environment): Promise<void> {
  const kubeconfig = kindKubeconfig(environment, name);
  const argv = [kind, "delete", "cluster", "--name", name, "--kubeconfig", kubeconfig];
  const isThere = async (): Promise<boolean> => (await kindClusters(kind, environment)).includes(name);
  let said = "";
  for (let tries = 0; tries === 0 || (tries < 3 && (await isThere())); tries++)
    said = (await run(argv, { environment, timeoutMs: 120_000 })).stderr;
  if (await isThere()) throw new Error(`${argv.join(" ")} leaves the cluster there: ${said.trim()}`);
  forgetKind(name, environment);
}

/** Removes the files that tell of a cluster. */
export function forgetKind(name: string, environment: Environment): void {
  for (const path of [kindKubeconfig(environment, name), kindNote(environment, name)])
    rmSync(path, { force: true });
}
