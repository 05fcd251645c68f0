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
