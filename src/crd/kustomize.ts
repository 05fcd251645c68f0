import { API_VERSION, GROUP, KIND, VERSION } from "../api/group.ts";
import type { Definition, Vendored } from "./vendor/definitions.ts";
import { JOB_SPEC } from "./vendor/version.ts";

/** A node of the document: what kustomize reads of OpenAPI when it merges. */
interface MergeNode {
  type?: "object" | "array";
  $ref?: string;
  properties?: Record<string, MergeNode>;
  items?: MergeNode;
  "x-kubernetes-patch-strategy"?: string;
  "x-kubernetes-patch-merge-key"?: string;
  "x-kubernetes-list-map-keys"?: readonly string[];
  "x-kubernetes-group-version-kind"?: readonly GroupVersionKind[];
}

interface GroupVersionKind {
  group: string;
  version: string;
  kind: string;
}

const CORE = "io.k8s.api.core.v1";
const POD_SPEC = `${CORE}.PodSpec`;

/** Lists with keys that a strategic merge patch of Kubernetes replaces as a whole. */
const REPLACED: ReadonlySet<string> = new Set([`${CORE}.ResourceRequirements.claims`]);
/** What nobody writes into a template. */
const ABSENT: ReadonlySet<string> = new Set([
  `${POD_SPEC}.ephemeralContainers`,
  "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta.ownerReferences",
]);

/**
 * The keys by which kustomize merges lists of a BatchTask. A document of one's own takes the place of kustomize's
 * built-in one, so that the kinds which are patched beside a BatchTask are in it, too.
 */
export function mergeKeys({ definitions }: Vendored): object {
  const kept: Record<string, MergeNode> = {};
  addDefinition(JOB_SPEC, definitions, kept);
  const job = { $ref: reference(JOB_SPEC) };
  const pod = { $ref: reference(POD_SPEC) };
  return {
    swagger: "2.0",
    info: { title: `Lists of ${API_VERSION} ${KIND} that kustomize merges by key`, version: VERSION },
    paths: {},
    definitions: {
      ...Object.fromEntries(Object.entries(kept).map(([name, node]) => [ownName(name), node])),
      [`${OWN}.Templated`]: ofKinds(TEMPLATED, { spec: job }),
      [`${OWN}.Pod`]: ofKinds([core("Pod")], { spec: pod }),
      [`${OWN}.CronJob`]: ofKinds([{ group: "batch", version: "v1", kind: "CronJob" }], {
        spec: { properties: { jobTemplate: { properties: { spec: job } } } },
      }),
      [`${OWN}.Service`]: ofKinds([core("Service")], {
        spec: { properties: { ports: byKeys(["port", "protocol"]) } },
      }),
      [`${OWN}.ServiceAccount`]: ofKinds([core("ServiceAccount")], {
        imagePullSecrets: byKeys(["name"]),
        secrets: byKeys(["name"]),
      }),
      [`${OWN}.Webhooks`]: ofKinds(WEBHOOKS, { webhooks: byKeys(["name"]) }),
    },
  };
}

const OWN = "dev.batchtask";
const core = (kind: string): GroupVersionKind => ({ group: "", version: "v1", kind });
const ownName = (name: string): string => `${OWN}.${name.slice(name.lastIndexOf(".") + 1)}`;
const reference = (name: string): string => `#/definitions/${ownName(name)}`;

/** Kinds with `spec.template.spec`. */
const TEMPLATED: readonly GroupVersionKind[] = [
  { group: GROUP, version: VERSION, kind: KIND },
  { group: "batch", version: "v1", kind: "Job" },
  ...["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"].map((kind) => ({
    group: "apps",
    version: "v1",
    kind,
  })),
];

const WEBHOOKS: readonly GroupVersionKind[] = [
  "MutatingWebhookConfiguration",
  "ValidatingWebhookConfiguration",
].map((kind) => ({ group: "admissionregistration.k8s.io", version: "v1", kind }));

function ofKinds(kinds: readonly GroupVersionKind[], properties: Record<string, MergeNode>): MergeNode {
  return { type: "object", properties, "x-kubernetes-group-version-kind": kinds };
}

/** kustomize tells items apart by all of the keys. */
function byKeys(keys: readonly string[], items: MergeNode = { type: "object" }): MergeNode {
  return {
    type: "array",
    items,
    "x-kubernetes-patch-strategy": "merge",
    "x-kubernetes-patch-merge-key": keys[0] ?? "name",
    "x-kubernetes-list-map-keys": keys,
  };
}

/** Keeps of a definition what leads to a list with keys. False: nothing does. */
function addDefinition(
  name: string,
  definitions: Vendored["definitions"],
  kept: Record<string, MergeNode>,
): boolean {
  if (kept[name]) return true;
  const properties: Record<string, MergeNode> = {};
  for (const [field, child] of Object.entries(definitions[name]?.properties ?? {})) {
    const path = `${name}.${field}`;
    const node = ABSENT.has(path)
      ? undefined
      : nodeOf(child, path, (ref) => addDefinition(ref, definitions, kept));
    if (node) properties[field] = node;
  }
  if (Object.keys(properties).length === 0) return false;
  kept[name] = { type: "object", properties };
  return true;
}

function nodeOf(child: Definition, path: string, add: (name: string) => boolean): MergeNode | undefined {
  const { ref, items, "x-kubernetes-list-map-keys": keys } = child;
  if (ref !== undefined) return add(ref) ? { $ref: reference(ref) } : undefined;
  if (!keys || REPLACED.has(path)) return undefined;
  const isKept = items?.ref !== undefined && add(items.ref);
  return byKeys(keys, isKept && items.ref !== undefined ? { $ref: reference(items.ref) } : undefined);
}
