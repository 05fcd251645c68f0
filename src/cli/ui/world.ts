import type { Cluster } from "../cluster/connect.ts";
import type { Context } from "../context.ts";

/** What the page is served from. */
export interface World {
  context: Context;
  cluster: Cluster;
}
