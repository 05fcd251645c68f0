import { existsSync } from "node:fs";
import { join } from "node:path";
import { AccessError } from "../kube/errors.ts";
import type { ClusterAccess } from "../kube/access/access.ts";
import { inCluster } from "../kube/access/in-cluster.ts";
import type { ProxyVariables } from "../kube/access/proxy-variables.ts";
import type { Clock } from "../kube/clock.ts";
import type { Config } from "./settings.ts";

/** What the process' environment says of the cluster around it. */
export interface Surroundings {
  /** KUBERNETES_SERVICE_HOST and _PORT, which a pod gets. */
  serviceHost: string | undefined;
  servicePort: string | undefined;
  home: string | undefined;
  /** HTTPS_PROXY and the like. */
  proxies: ProxyVariables;
}

/**
 * The cluster to work on: the kubeconfig that was named, else the pod's service account, else ~/.kube/config.
 * @throws AccessError that names the file and what is wrong with it
 */
export async function openAccess(config: Config, around: Surroundings, clock: Clock): Promise<ClusterAccess> {
  const { context } = config;
  const { proxies } = around;
  if (config.kubeconfig === undefined && around.serviceHost !== undefined)
    return inCluster({ host: around.serviceHost, port: around.servicePort, proxies, clock });
  const path = config.kubeconfig ?? homeKubeconfig(around.home);
  const { fromKubeconfig } = await import("../kube/access/kubeconfig.ts");
  return fromKubeconfig({ path, context, proxies, clock });
}

function homeKubeconfig(home: string | undefined): string {
  const path = home === undefined ? undefined : join(home, ".kube", "config");
  if (path !== undefined && existsSync(path)) return path;
  throw new AccessError(
    "No cluster to work on: this is no pod, and there is no ~/.kube/config. Name a kubeconfig by --kubeconfig or KUBECONFIG",
  );
}
