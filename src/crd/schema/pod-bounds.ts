import { at, type SchemaNode } from "./node.ts";

const POSITIVE = { minimum: 1 };
const NOT_NEGATIVE = { minimum: 0 };
const PORT = { minimum: 1, maximum: 65_535 };
/** 0 stands for no port. */
const HOST_PORT = { minimum: 0, maximum: 65_535 };
/** fileModeErrorMsg in pkg/apis/core/validation. */
const FILE_MODE = { minimum: 0, maximum: 0o777 };
/** IsValidUserID and IsValidGroupID. */
const ID = { minimum: 0, maximum: 2 ** 31 - 1 };
const WEIGHT = { minimum: 1, maximum: 100 };

const PROBE: Readonly<Record<string, Partial<SchemaNode>>> = {
  initialDelaySeconds: NOT_NEGATIVE,
  timeoutSeconds: NOT_NEGATIVE,
  periodSeconds: NOT_NEGATIVE,
  successThreshold: NOT_NEGATIVE,
  failureThreshold: NOT_NEGATIVE,
  terminationGracePeriodSeconds: POSITIVE,
  "grpc.port": PORT,
};

const CONTAINER: Readonly<Record<string, Partial<SchemaNode>>> = {
  "ports.containerPort": PORT,
  "ports.hostPort": HOST_PORT,
  ...under("livenessProbe", PROBE),
  ...under("readinessProbe", PROBE),
  ...under("startupProbe", PROBE),
  "securityContext.runAsUser": ID,
  "securityContext.runAsGroup": ID,
};

const ITEMS_MODE = { "items.mode": FILE_MODE };
const FILES = { defaultMode: FILE_MODE, ...ITEMS_MODE };

/** What ValidatePodSpec (pkg/apis/core/validation/validation.go) asks of single numbers and lists. */
const POD: Readonly<Record<string, Partial<SchemaNode>>> = {
  activeDeadlineSeconds: { minimum: 1, maximum: 2 ** 31 - 1 },
  containers: { minItems: 1 },
  ...under("containers", CONTAINER),
  ...under("initContainers", CONTAINER),
  "securityContext.runAsUser": ID,
  "securityContext.runAsGroup": ID,
  "securityContext.fsGroup": ID,
  "topologySpreadConstraints.maxSkew": POSITIVE,
  "topologySpreadConstraints.minDomains": POSITIVE,
  "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms": { minItems: 1 },
  "affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution.weight": WEIGHT,
  "affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution.weight": WEIGHT,
  "affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution.weight": WEIGHT,
  "dnsConfig.nameservers": { maxItems: 3 },
  "dnsConfig.searches": { maxItems: 32 },
  ...under("volumes.secret", FILES),
  ...under("volumes.configMap", FILES),
  ...under("volumes.downwardAPI", FILES),
  "volumes.projected.defaultMode": FILE_MODE,
  ...under("volumes.projected.sources.secret", ITEMS_MODE),
  ...under("volumes.projected.sources.configMap", ITEMS_MODE),
  ...under("volumes.projected.sources.downwardAPI", ITEMS_MODE),
  "volumes.projected.sources.serviceAccountToken.expirationSeconds": { minimum: 600, maximum: 2 ** 32 },
};

/** Bounds of the pod's spec that hold in every version of Kubernetes. */
export function boundPod(pod: SchemaNode): void {
  for (const [path, bound] of Object.entries(POD)) Object.assign(at(pod, path), bound);
  Object.assign(at(pod, "securityContext.supplementalGroups").items ?? {}, ID);
  for (const list of ["containers", "initContainers"]) {
    const { items = {} } = at(pod, list);
    items.required = [...(items.required ?? []), "image"];
    at(items, "image").minLength = 1;
  }
}

function under<Bound>(path: string, bounds: Readonly<Record<string, Bound>>): Record<string, Bound> {
  return Object.fromEntries(Object.entries(bounds).map(([name, bound]) => [`${path}.${name}`, bound]));
}
