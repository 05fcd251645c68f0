import type { Settings } from "../options.ts";
import type { Plan } from "../plan/plan.ts";

/** A node whose namespaces are there. */
export interface StartedNode {
  /** Starts the container runtime and the kubelet. */
  readonly join: () => Promise<void>;
}

/** Makes the namespaces that the whole cluster lives in. */
export async function startRealNode(_plan: Plan, _settings: Settings): Promise<StartedNode> {
  throw new Error("the real node is not there yet");
}
