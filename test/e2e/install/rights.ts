import { parseAllDocuments } from "yaml";
import { type AuditEntry, readAuditLog } from "../../cluster/index.ts";
import { NAMESPACE, OPERATOR_USER, RELEASE, type World } from "./world.ts";

interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
  resourceNames?: string[];
}
interface Manifest {
  kind: string;
  metadata: { name: string; namespace?: string };
  rules?: Rule[];
  roleRef?: { kind: string; name: string };
  subjects?: { kind: string; name: string; namespace?: string }[];
}

/** `verb group/resource/subresource`, as it is granted or used. */
type Right = string;

function rightOf(verb: string, group: string, resource: string): Right {
  return `${verb} ${group === "" ? "core" : group}/${resource}`;
}

/** What the release's roles grant the operator. */
export async function grantedRights(world: World): Promise<Set<Right>> {
  const text = await world.helm("get", "manifest", RELEASE);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- rendered by the chart, taken by the API server
  const objects = parseAllDocuments(text).map((document) => document.toJS() as Manifest | null);
  const bindings = objects.filter((object) => object !== null && isOperators(object));
  const roles = bindings.flatMap((binding) =>
    objects.filter(
      (object) => object?.kind === binding?.roleRef?.kind && object?.metadata.name === binding?.roleRef?.name,
    ),
  );
  return new Set(roles.flatMap((role) => (role?.rules ?? []).flatMap(rightsOf)));
}

function isOperators({ subjects }: Manifest): boolean {
  return (
    subjects?.some(
      ({ kind, name, namespace }) => kind === "ServiceAccount" && name === RELEASE && namespace === NAMESPACE,
    ) === true
  );
}

function rightsOf({ apiGroups, resources, verbs }: Rule): Right[] {
  return apiGroups.flatMap((group) =>
    resources.flatMap((resource) => verbs.map((verb) => rightOf(verb, group, resource))),
  );
}

/** What the operator asked of the API server. */
export interface Used {
  readonly rights: Set<Right>;
  /** Requests that authorization refused, but for those while the operator was being uninstalled. */
  readonly refused: string[];
  /** Requests for what is no resource. */
  readonly paths: Set<string>;
}

export async function usedRights(
  { cluster }: World,
  uninstalling: { from: number; to: number },
): Promise<Used> {
  const log = cluster.has.auditLog;
  if (log === undefined) throw new Error("the cluster has no audit log");
  const entries = await readAuditLog(log, OPERATOR_USER);
  const asked = entries.filter(({ resource }) => resource !== "");
  const right = ({ verb, group, resource, subresource }: AuditEntry): Right =>
    rightOf(verb, group, subresource === "" ? resource : `${resource}/${subresource}`);
  return {
    rights: new Set(asked.map(right)),
    refused: entries
      .filter(({ allowed, at }) => !allowed && (at < uninstalling.from || at > uninstalling.to))
      .map((entry) => `${right(entry)} ${entry.path}`),
    paths: new Set(entries.filter(({ resource }) => resource === "").map(({ path }) => path)),
  };
}
