import type { CoreV1Event } from "@kubernetes/client-node";
import type { Raw } from "./raw.ts";

/** A `v1` Event, as the API server sends it. */
export type KubeEvent = Raw<CoreV1Event>;
