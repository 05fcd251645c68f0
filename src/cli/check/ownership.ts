import { GROUP } from "../../api/group.ts";
import { isRecord } from "../../kube/json.ts";
import { objectPath } from "../../kube/resource.ts";
import { ADMISSION_ROOT } from "./admission.ts";
import type { ClusterProbe } from "./cluster-probe.ts";
import { CRD_NAMES, CRDS } from "./crds.ts";
import type { Finding } from "./finding.ts";

type Found = Record<string, unknown>;

/**
 * Before an installation: what of it is there already and belongs to no release of Helm, which refuses to adopt that
 * unless it is told to. Nothing where there is none, or where one has no right to look.
 * Source: existingResourceConflict of helm.sh/helm/v4/pkg/action.
 */
export async function checkOwnership(probe: ClusterProbe): Promise<Finding[]> {
  const crds = await Promise.all(CRD_NAMES.map((name) => probe.get(objectPath(CRDS, { name }))));
  const policies = await probe.list(`${ADMISSION_ROOT}/validatingadmissionpolicies`);
  const judges =
    typeof policies === "string" ? [] : policies.filter((one) => nameOf(one).endsWith(`.${GROUP}`));
  const strangers = [
    ...named(
      "CRD",
      crds.filter((crd) => typeof crd !== "string"),
    ),
    ...named("ValidatingAdmissionPolicy", judges),
  ];
  return strangers.length === 0 ? [] : [told(strangers)];
}

/** Those of one kind that are nobody's. */
function named(kind: string, found: readonly Found[]): string[] {
  const names = found.filter(isStranger).map(nameOf);
  return names.length === 0 ? [] : [`${kind} ${names.join(", ")}`];
}

function told(strangers: readonly string[]): Finding {
  return {
    check: "Helm",
    level: "warning",
    message: `of no release, so that \`helm install\` refuses to adopt them, are ${strangers.join("; ")}`,
    next: "helm upgrade --install batchtask-operator deploy/chart --namespace batchtask-system --create-namespace --take-ownership --force-conflicts (Helm 4; with an older one see docs/install/helm.md); without Helm there is nothing to do",
  };
}

/** Without the marks that Helm asks for. */
function isStranger({ metadata }: Found): boolean {
  const { labels, annotations } = isRecord(metadata) ? metadata : {};
  const managedBy = isRecord(labels) ? labels["app.kubernetes.io/managed-by"] : undefined;
  const release = isRecord(annotations) ? annotations["meta.helm.sh/release-name"] : undefined;
  return managedBy !== "Helm" || release === undefined;
}

const nameOf = ({ metadata }: Found): string => (isRecord(metadata) ? String(metadata["name"]) : "");
