import { join } from "node:path";
import type { Parts } from "../options.ts";
import { type BuildContext, build } from "./build.ts";
import { BUILD_GROUPS, type BuildGroup } from "./groups.ts";
import { identityOf } from "./identity.ts";
import { controlPlaneOf } from "./versions.ts";

/** Full paths of the built commands, by name. */
export type Binaries = Readonly<Record<string, string>>;

/** The groups that a cluster of these parts needs, in the order they are built. */
export function groupsFor({ nodes, store, kubernetes }: Parts): BuildGroup[] {
  const groups: BuildGroup[] = [BUILD_GROUPS[store], controlPlaneOf(kubernetes)];
  if (nodes.real) {
    const { kubelet, kubeProxy, coredns, containerd, cni } = BUILD_GROUPS;
    groups.push(kubelet, kubeProxy, coredns, containerd, cni);
  }
  if (nodes.kwok > 0) groups.push(BUILD_GROUPS.kwok);
  return groups;
}

/** Builds what is missing; one group after the other, since Go itself uses every core. */
export async function buildAll(groups: readonly BuildGroup[], context: BuildContext): Promise<Binaries> {
  const binaries: Record<string, string> = {};
  for (const group of groups) {
    const folder = await build(group, context);
    for (const name of group.binaries) binaries[name] = join(folder, name);
  }
  return binaries;
}

/** Changes whenever another build of any of the groups would be used. */
export function versionsOf(groups: readonly BuildGroup[]): string {
  return groups.map((group) => identityOf(group).folder).join(" ");
}

/** A command's path; a missing one is a mistake of ours. */
export function binary(binaries: Binaries, name: string): string {
  const path = binaries[name];
  if (path === undefined) throw new Error(`${name} was not built`);
  return path;
}
