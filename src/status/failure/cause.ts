import type { Failure } from "../../api/failure.ts";

/** What keeps a pod from going on, as it is told. */
export type Cause = Pick<Failure, "reason" | "message"> & {
  [Field in
    | "pod"
    | "node"
    | "index"
    | "container"
    | "restarts"
    | "exitCode"
    | "signal"
    | "terminationMessage"]?: Failure[Field] | undefined;
};

/** Why a pod came to an end, in Kubernetes' words. */
export interface Said {
  /** One word. */
  reason: string;
  /** A sentence about the pod. */
  message: string;
}
