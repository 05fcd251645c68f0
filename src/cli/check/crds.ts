import { GROUP, PLURAL, POLICY_PLURAL, VERSION } from "../../api/group.ts";
import type { KubeObject } from "../../kube/object.ts";
import { objectPath, type Resource, trust } from "../../kube/resource.ts";
import type { Finding } from "./finding.ts";
import type { ClusterProbe } from "./cluster-probe.ts";

/** Names of the CRDs. */
export const CRD_NAMES = [`${PLURAL}.${GROUP}`, `${POLICY_PLURAL}.${GROUP}`];

/** Whether the two kinds are there and served. @param wanted false: before an installation, where none is expected */
export async function checkCrds(probe: ClusterProbe, wanted: boolean): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const name of CRD_NAMES) {
    const crd = await probe.get(objectPath(CRDS, { name }));
    found.push(
      typeof crd === "string" ? absent(name, crd, wanted) : judgeCrd(name, trust(CRDS, crd), wanted),
    );
  }
  return found;
}

function absent(name: string, why: "absent" | "forbidden", wanted: boolean): Finding {
  const check = `CRD ${name}`;
  if (why === "forbidden") return { check, level: "unknown", message: "you have no right to read CRDs" };
  if (!wanted) return { check, level: "ok", message: "is not there yet: the installation creates it" };
  return {
    check,
    level: "failed",
    message: "is not installed",
    next: "kubectl apply -f crds/, or install the chart",
  };
}

interface Crd extends KubeObject {
  spec?: { versions?: { name?: string; served?: boolean }[] };
  status?: { conditions?: { type?: string; status?: string; message?: string }[] };
}

/** Where the API server has CRDs. */
export const CRDS: Resource<Crd> = {
  group: "apiextensions.k8s.io",
  version: "v1",
  kind: "CustomResourceDefinition",
  plural: "customresourcedefinitions",
  namespaced: false,
};

/** Pure. */
export function judgeCrd(name: string, { spec, status }: Crd, wanted = true): Finding {
  const check = `CRD ${name}`;
  if (!(spec?.versions ?? []).some((version) => version.name === VERSION && version.served))
    return {
      check,
      level: "failed",
      message: `does not serve ${VERSION}`,
      next: "Apply the CRDs of this release",
    };
  const why = notEstablished(status?.conditions ?? []);
  if (why !== undefined)
    return {
      check,
      level: "failed",
      message: `is not established: ${why}`,
      next: `kubectl describe crd ${name}`,
    };
  const then = wanted ? "" : "; an installation takes it over or upgrades it";
  return { check, level: "ok", message: `is established and serves ${VERSION}${then}` };
}

function notEstablished(
  conditions: NonNullable<NonNullable<Crd["status"]>["conditions"]>,
): string | undefined {
  const established = conditions.find(({ type }) => type === "Established");
  return established?.status === "True"
    ? undefined
    : (established?.message ?? "the API server has not said why");
}
