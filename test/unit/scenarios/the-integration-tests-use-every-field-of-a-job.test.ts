import { expect, it } from "vitest";
import { jobSpec } from "../../../src/crd/schema/job-spec.ts";
import { walk } from "../../../src/crd/schema/node.ts";
import { loadVendored } from "../../../src/crd/vendor/load.ts";
import { FIXTURES, fixtureSpec } from "../../integration/fixtures/crd/manifests.ts";
import type { Json } from "../../integration/fixtures/crd/mutations.ts";

/** What the Jobs of the integration tests don't use, and why. */
const UNUSED: readonly [RegExp, string][] = [
  [/^\.(selector|manualSelector|managedBy)$/, "a BatchTask can't have them"],
  [/^\.scheduling\b/, "behind a feature gate"],
  [/\.httpGet\.protocol$|\.grpc\.mode$|\.bindMountOptions/, "behind a feature gate"],
  [/\.evictionResponders\b|\.schedulingGroup\b|\.spec\.resources\.claims\b/, "behind a feature gate"],
  [/\.(user|defaultUser)$|\.emptyDir\.mode$|\.dataSourceRef\.namespace$/, "behind a feature gate"],
  [
    /\.volumeClaimTemplate\.metadata\.(creationTimestamp|finalizers|generateName|name|namespace)/,
    "refused there by the server",
  ],
];

/** Init containers are containers, and probes and hooks are alike. */
function alike(path: string): string {
  return path
    .replaceAll(".initContainers", ".containers")
    .replace(/\.(startup|liveness|readiness)Probe/, ".probe")
    .replace(/\.(postStart|preStop)/, ".hook")
    .replace(/\[\]$/, "");
}

function pathsIn(value: Json, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [alike(path)];
  const below = Array.isArray(value)
    ? value.flatMap((item) => pathsIn(item, `${path}[]`))
    : Object.entries(value).flatMap(([key, child]) => pathsIn(child, `${path}.${key}`));
  return [alike(path), ...below];
}

it("the Jobs of the integration tests use every field that a server with its defaults knows", () => {
  const used = new Set(FIXTURES.flatMap((name) => pathsIn(fixtureSpec(name))));
  const unused: string[] = [];
  walk(jobSpec(loadVendored()), (node, path) => {
    const isLeaf = !node.properties && !node.items && !path.endsWith("{}");
    if (isLeaf && !used.has(alike(path)) && !UNUSED.some(([pattern]) => pattern.test(path)))
      unused.push(path);
  });
  expect(unused).toEqual([]);
});
