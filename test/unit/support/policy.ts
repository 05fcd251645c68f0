import type { BatchTaskPolicy } from "../../../src/api/policy/policy.ts";

export const policy = (name: string, spec: BatchTaskPolicy["spec"], generation = 1): BatchTaskPolicy => ({
  apiVersion: "batchtask.dev/v1alpha1",
  kind: "BatchTaskPolicy",
  metadata: { name, uid: name, resourceVersion: String(generation), generation },
  spec,
});
