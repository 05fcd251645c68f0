import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { BuildGroup } from "./groups.ts";
import { BUILD_GROUPS } from "./groups.ts";
import { moduleFolder, requiredVersion } from "./identity.ts";

/** The minor versions of Kubernetes whose control plane can be built, the oldest first. */
export const KUBERNETES_VERSIONS = ["1.30", "1.32", "1.34", "1.37"] as const;

/** A minor version of Kubernetes. */
export type KubernetesVersion = (typeof KUBERNETES_VERSIONS)[number];

/** The one that everything else is built for, a real node's parts among it. */
export const NEWEST = "1.37" as const satisfies KubernetesVersion;

/** The control plane and kubectl of a version; each older one has a Go module of its own. */
export function controlPlaneOf(version: KubernetesVersion): BuildGroup {
  const newest = BUILD_GROUPS.controlPlane;
  return version === NEWEST ? newest : { ...newest, module: `kubernetes-${version}` };
}

/**
 * Reads a version, as 1.30, v1.30 or v1.30.14.
 * @throws one sentence where there is no module of it, or one of another patch release
 */
export function readKubernetesVersion(text: string, what = "--kubernetes"): KubernetesVersion {
  const [major, minor, patch] = text.replace(/^v/, "").split(".");
  const version = KUBERNETES_VERSIONS.find((one) => one === `${major}.${minor}`);
  if (version === undefined)
    throw new Error(`${what} must be one of ${KUBERNETES_VERSIONS.join(", ")}, not "${text}"`);
  const group = controlPlaneOf(version);
  const built = requiredVersion(readFileSync(join(moduleFolder(group), "go.mod"), "utf8"), group.versionOf);
  if (patch !== undefined && built !== `v${version}.${patch}`)
    throw new Error(`${what} ${text}: of ${version} there is ${built} alone; leave the patch release out`);
  return version;
}
