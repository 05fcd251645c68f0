import type { Client } from "../../kube/client.ts";
import type { ClusterAccess } from "../../kube/access/access.ts";
import type { Transport } from "../../kube/transport/transport.ts";
import type { Context } from "../context.ts";
import { createServerClock } from "../../kube/server-clock.ts";
import { CliError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import type { GlobalOptions } from "../options.ts";
import { oneLine } from "../output/one-line.ts";
import { impersonation, refuseNames } from "./identity.ts";
import { kubeconfigPaths } from "./kubeconfig.ts";

/** A cluster that answers, and the namespace that is meant. */
export interface Cluster {
  readonly client: Client;
  readonly transport: Transport;
  readonly access: ClusterAccess;
  /** -n, else the context's, else default. */
  readonly namespace: string;
  /** The API server's time, in milliseconds since the epoch, whatever this machine's clock says. */
  readonly now: () => number;
}

/** How the API server introduces what an admission policy of ours warns of. */
const VALIDATION =
  /^Validation failed for ValidatingAdmissionPolicy '[^']*\.batchtask\.dev' with binding '[^']*': /;

/** Who writes, in managedFields. */
export const FIELD_MANAGER = "kubectl-batchtask";

/** Who applies a file by `kubectl apply`, in managedFields. */
export const CLIENT_SIDE_APPLY = "kubectl-client-side-apply";

/**
 * Works on the cluster of the kubeconfig; its connections are closed at the end, however it ends. What
 * the API server warns of is told on stderr, as kubectl does.
 */
export async function withCluster<T>(
  context: Context,
  options: GlobalOptions,
  work: (cluster: Cluster) => Promise<T>,
): Promise<T> {
  const access = await openAccess(context, options);
  const [{ createTransport }, { createClient }] = await Promise.all([
    import("../../kube/transport/transport.ts"),
    import("../../kube/client.ts"),
  ]);
  const { random, stderr } = context;
  const clock = createServerClock(context.clock);
  const onDate = (date: string | undefined) => clock.heard(date);
  const timeoutMs = options.requestTimeout;
  const limits = { headersTimeoutMs: timeoutMs, writeTimeoutMs: timeoutMs, bodyTimeoutMs: timeoutMs };
  const transport = createTransport({ access, clock, random, userAgent: FIELD_MANAGER, limits, onDate });
  const onWarning = ({ text }: { text: string }) =>
    stderr.write(`Warning: ${oneLine(text.replace(VALIDATION, ""))}\n`);
  const client = createClient(transport, { fieldManager: FIELD_MANAGER, onWarning });
  try {
    return await work({
      client,
      transport,
      access,
      namespace: options.namespace ?? access.namespace ?? "default",
      now: () => clock.now(),
    });
  } finally {
    await transport.close();
  }
}

/** The kubeconfig that was named, else those of KUBECONFIG, else ~/.kube/config, else the pod's ServiceAccount. */
async function openAccess(context: Context, options: GlobalOptions): Promise<ClusterAccess> {
  const { variables, clock } = context;
  const { proxies } = variables;
  const impersonate = impersonation(options);
  const path = kubeconfigPaths(options, variables);
  if (path.length > 0) {
    const { fromKubeconfig } = await import("../../kube/access/kubeconfig.ts");
    const { context, user } = options;
    const cluster = options.cluster === true ? undefined : options.cluster;
    return await fromKubeconfig({ path, context, cluster, user, impersonate, proxies, clock });
  }
  if (variables.serviceHost !== undefined) {
    refuseNames(options);
    const { inCluster } = await import("../../kube/access/in-cluster.ts");
    const { serviceHost: host, servicePort: port } = variables;
    return await inCluster({ host, port, impersonate, proxies, clock });
  }
  throw new CliError(
    "no cluster to work on: there is no ~/.kube/config",
    EXIT.Unreachable,
    "Name a kubeconfig by --kubeconfig or KUBECONFIG",
  );
}
