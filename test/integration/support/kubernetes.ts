import { NEWEST } from "../../cluster/build/versions.ts";
import { beforeEach, inject, type TestContext } from "vitest";

/** The minor version that the fields of a BatchTask are taken from: it has them all. */
export const NEWEST_MINOR = Number(NEWEST.split(".")[1]);

/** Whether the API server is of this minor version of Kubernetes 1, or newer. */
export function isSince(minor: number): boolean {
  return inject("kubernetesMinor") >= minor;
}

/** Skips a test of what an older API server has not; the reason is told and counted. */
export function needsKubernetes(minor: number, what: string, { skip }: TestContext): void {
  if (!isSince(minor))
    skip(`Kubernetes 1.${inject("kubernetesMinor")} has no ${what}, which came with 1.${minor}`);
}

/** Whether a MutatingAdmissionPolicy can be made with nothing switched on. */
export function hasMutatingAdmission(): boolean {
  return isSince(36);
}

/** Skips all tests of a file where there is none. */
export function needsMutatingAdmission(): void {
  beforeEach((context) => needsKubernetes(36, "MutatingAdmissionPolicy", context));
}
