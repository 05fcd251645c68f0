import type { BatchTask } from "./batchtask.ts";
import { GROUP, KIND, PLURAL, POLICY_KIND, POLICY_PLURAL, VERSION } from "./group.ts";
import type { CronJob, Job, ObjectMeta, Pod, KubeEvent } from "./job.ts";
import type { BatchTaskPolicy } from "./policy/policy.ts";

/**
 * Where the API server serves a kind, and (as a phantom) the type of its objects. The shape is that of
 * the Resource in src/kube, which this folder may not import.
 */
interface Served<T> {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly dropsNulls?: boolean;
  readonly __type?: T;
}

/** Of a namespace, what policies select by. */
export interface Namespace {
  apiVersion?: string;
  kind?: string;
  metadata?: ObjectMeta;
}

export const BATCHTASKS: Served<BatchTask> = {
  group: GROUP,
  version: VERSION,
  kind: KIND,
  plural: PLURAL,
  namespaced: true,
  dropsNulls: true,
};

export const POLICIES: Served<BatchTaskPolicy> = {
  group: GROUP,
  version: VERSION,
  kind: POLICY_KIND,
  plural: POLICY_PLURAL,
  namespaced: false,
};

export const NAMESPACES: Served<Namespace> = {
  group: "",
  version: "v1",
  kind: "Namespace",
  plural: "namespaces",
  namespaced: false,
};

export const JOBS: Served<Job> = {
  group: "batch",
  version: "v1",
  kind: "Job",
  plural: "jobs",
  namespaced: true,
};

export const CRONJOBS: Served<CronJob> = {
  group: "batch",
  version: "v1",
  kind: "CronJob",
  plural: "cronjobs",
  namespaced: true,
};

export const PODS: Served<Pod> = {
  group: "",
  version: "v1",
  kind: "Pod",
  plural: "pods",
  namespaced: true,
};

export const EVENTS: Served<KubeEvent> = {
  group: "",
  version: "v1",
  kind: "Event",
  plural: "events",
  namespaced: true,
};
