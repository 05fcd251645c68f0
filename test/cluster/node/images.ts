import type { Settings } from "../options.ts";
import type { Plan } from "../plan/plan.ts";
import type { Environment } from "../util/run.ts";

/** Imports a docker-archive into the node's container runtime. */
export async function importArchive(_plan: Plan, _archive: string, _environment: Environment): Promise<void> {
  throw new Error("this cluster has no real node");
}

/** Makes local stand-ins for images. */
export async function loadStandIns(plan: Plan, _names: readonly string[], settings: Settings): Promise<void> {
  if (!plan.nodes.real) settings.report("kwok needs no images.");
}
