import type { BuildGroup } from "../../cluster/build/groups.ts";

/** JobSet's manager, built from its own Go module as its image is. */
export const JOBSET = {
  name: "jobset",
  module: import.meta.dirname,
  versionOf: "sigs.k8s.io/jobset",
  packages: ["sigs.k8s.io/jobset"],
  binaries: ["jobset"],
  cold: "3 min",
} as const satisfies BuildGroup;
