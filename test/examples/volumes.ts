import type { Cluster } from "../cluster/index.ts";

/**
 * One small volume for each claim of the examples: a built cluster has no provisioner, as kind and K3s do.
 * They are folders on the node, which go with it.
 */
export async function createVolumes(cluster: Pick<Cluster, "kubectl">, namespace: string): Promise<void> {
  const items = ["restart-never", "database-backup"].map((claim) => ({
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: `${namespace}-${claim}` },
    spec: {
      capacity: { storage: "10Mi" },
      accessModes: ["ReadWriteOnce"],
      persistentVolumeReclaimPolicy: "Retain",
      claimRef: { namespace, name: claim },
      hostPath: { path: `/var/lib/kubelet/volumes/${namespace}-${claim}`, type: "DirectoryOrCreate" },
    },
  }));
  const input = JSON.stringify({ apiVersion: "v1", kind: "List", items });
  const { code, stderr } = await cluster.kubectl(["apply", "-f", "-"], { input });
  if (code !== 0) throw new Error(`The volumes of the examples: ${stderr}`);
}
