import { expect, test } from "vitest";
import type { ClusterProbe } from "../../../../src/cli/check/cluster-probe.ts";
import { checkOwnership } from "../../../../src/cli/check/ownership.ts";

const HELM = {
  labels: { "app.kubernetes.io/managed-by": "Helm" },
  annotations: { "meta.helm.sh/release-name": "batchtask-operator" },
};

/** A cluster with some objects of an installation, each with its marks. */
function clusterWith(objects: Readonly<Record<string, object>>): ClusterProbe {
  const named = Object.entries(objects).map(([path, marks]) => {
    const [plural = "", name = ""] = path.split("/");
    return { plural, name, object: { metadata: { name, ...marks } } };
  });
  return {
    get: async (path) => named.find((one) => path.endsWith(`/${one.plural}/${one.name}`))?.object ?? "absent",
    list: async (path) =>
      named.filter(({ plural }) => path.endsWith(`/${plural}`)).map(({ object }) => object),
    may: async () => true,
  };
}

const CRD = "customresourcedefinitions/batchtasks.batchtask.dev";
const POLICY = "validatingadmissionpolicies/batchtask-policy.batchtask.dev";

test("what was applied by kubectl is named, with the flag by which Helm takes it over", async () => {
  const cluster = clusterWith({ [CRD]: {}, [POLICY]: { labels: HELM.labels } });
  const [finding, ...others] = await checkOwnership(cluster);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    check: "Helm",
    level: "warning",
    message:
      "of no release, so that `helm install` refuses to adopt them, are CRD batchtasks.batchtask.dev; ValidatingAdmissionPolicy batchtask-policy.batchtask.dev",
  });
  expect(finding?.next).toContain("--take-ownership --force-conflicts");
});

test.each([
  ["nothing is there", {}],
  ["all is Helm's", { [CRD]: HELM, [POLICY]: HELM }],
  ["the policies are others'", { "validatingadmissionpolicies/theirs.example.com": {} }],
])("nothing is said where %s", async (_, objects) => {
  expect(await checkOwnership(clusterWith(objects))).toEqual([]);
});

test("nor where one may not look, which other checks tell", async () => {
  const forbidden = async () => "forbidden" as const;
  expect(await checkOwnership({ get: forbidden, list: forbidden, may: async () => true })).toEqual([]);
});
