import { ApiError } from "../../src/kube/errors.ts";
import type { Client } from "../../src/kube/client.ts";
import { isRecord } from "../../src/kube/json.ts";
import type { KubeObject } from "../../src/kube/object.ts";
import type { Resource } from "../../src/kube/resource.ts";

const core = (kind: string, plural: string, namespaced = true): Resource => ({
  group: "",
  version: "v1",
  kind,
  plural,
  namespaced,
});

export const SERVICE_ACCOUNTS = core("ServiceAccount", "serviceaccounts");
const VOLUMES = core("PersistentVolume", "persistentvolumes", false);
const CLAIMS = core("PersistentVolumeClaim", "persistentvolumeclaims");
const RESOURCES = [core("ConfigMap", "configmaps"), core("Secret", "secrets"), SERVICE_ACCOUNTS, CLAIMS];

/**
 * Creates what a Job needs in a namespace; what is there already stays. A claim gets a folder of the node.
 * @returns what the API server refuses
 */
export async function createNeighbours(
  client: Client,
  namespace: string,
  objects: readonly KubeObject[],
): Promise<string[]> {
  const refused: string[] = [];
  for (const object of objects) {
    const resource = RESOURCES.find(({ kind }) => kind === object.kind);
    if (!resource) continue;
    const placed = { ...object, metadata: { ...object.metadata, namespace } };
    const said = await created(client, resource, placed);
    if (said !== undefined) refused.push(`${object.kind}/${object.metadata?.name}: ${said}`);
    else if (resource === CLAIMS) await created(client, VOLUMES, volumeOf(placed));
  }
  return refused;
}

async function created(client: Client, resource: Resource, object: KubeObject): Promise<string | undefined> {
  try {
    await client.create(resource, object);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.reason !== "AlreadyExists") return error.detail;
  }
  return undefined;
}

function volumeOf(claim: KubeObject): KubeObject & { spec: unknown } {
  const { name = "", namespace = "" } = claim.metadata ?? {};
  const spec = "spec" in claim && isRecord(claim.spec) ? claim.spec : {};
  const resources = isRecord(spec["resources"]) ? spec["resources"] : {};
  return {
    metadata: { name: `${namespace}-${name}` },
    spec: {
      capacity: resources["requests"],
      accessModes: spec["accessModes"],
      storageClassName: spec["storageClassName"] ?? "",
      claimRef: { namespace, name },
      persistentVolumeReclaimPolicy: "Retain",
      hostPath: { path: `/var/lib/kubelet/volumes/${namespace}-${name}`, type: "DirectoryOrCreate" },
    },
  };
}
