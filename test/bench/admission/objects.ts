import type { KubeObject } from "../../../src/kube/object.ts";

const bounds = (max: string) => ({ max, onViolation: "Reject" });

/** A policy with rules of every costly kind: allow-lists of images, and bounds of resources. */
export function policy(name: string, matchLabels: Record<string, string>): KubeObject & { spec: object } {
  const all = { cpu: bounds("10"), memory: bounds("64Gi"), "ephemeral-storage": bounds("64Gi") };
  const registries = Array.from({ length: 30 }, (_, n) => `registry-${n}.example.com/team/**`);
  return {
    apiVersion: "batchtask.dev/v1alpha1",
    kind: "BatchTaskPolicy",
    metadata: { name },
    spec: {
      namespaceSelector: { matchLabels },
      rules: {
        backoffLimit: { max: 10, onViolation: "Reject" },
        resources: { requests: all, limits: all },
        images: { allowed: [...registries, "ghcr.io/**"], require: "Tag", forbidLatest: true },
        labels: { required: ["team"] },
      },
    },
  };
}

/** A task that all of them let pass. */
export function task(containers: number): object {
  return {
    suspend: true,
    template: {
      metadata: { labels: { team: "a" } },
      spec: {
        restartPolicy: "Never",
        containers: Array.from({ length: containers }, (_, n) => ({
          name: `c${n}`,
          image: `ghcr.io/organisation/some/image-${n}:1.2.3`,
          resources: {
            requests: { cpu: "1", memory: "1Gi", "ephemeral-storage": "1Gi" },
            limits: { cpu: "1", memory: "1Gi", "ephemeral-storage": "1Gi" },
          },
          env: Array.from({ length: 20 }, (_, e) => ({ name: `VARIABLE_${e}`, value: "x".repeat(50) })),
        })),
      },
    },
  };
}
