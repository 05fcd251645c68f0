import type { BatchTask } from "../api/batchtask.ts";
import { GROUP, KIND, PLURAL, POLICY_KIND, POLICY_PLURAL, VERSION } from "../api/group.ts";
import type { Job, Pod } from "../api/job.ts";
import type { BatchTaskPolicy } from "../api/policy.ts";
import type { KubeEvent } from "../mirror/evidence.ts";
import type { Resource } from "../kube/resource.ts";

export const BATCHTASKS: Resource<BatchTask> = {
  group: GROUP,
  version: VERSION,
  kind: KIND,
  plural: PLURAL,
  namespaced: true,
};

export const POLICIES: Resource<BatchTaskPolicy> = {
  group: GROUP,
  version: VERSION,
  kind: POLICY_KIND,
  plural: POLICY_PLURAL,
  namespaced: false,
};

export const NAMESPACES: Resource = {
  group: "",
  version: "v1",
  kind: "Namespace",
  plural: "namespaces",
  namespaced: false,
};

export const JOBS: Resource<Job> = {
  group: "batch",
  version: "v1",
  kind: "Job",
  plural: "jobs",
  namespaced: true,
};

export const PODS: Resource<Pod> = {
  group: "",
  version: "v1",
  kind: "Pod",
  plural: "pods",
  namespaced: true,
};
export const EVENTS: Resource<KubeEvent> = {
  group: "",
  version: "v1",
  kind: "Event",
  plural: "events",
  namespaced: true,
};
