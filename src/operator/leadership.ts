import { OPERATOR_MARK } from "../api/group.ts";
import type { ClusterAccess } from "../kube/access/access.ts";
import { createClient } from "../kube/client.ts";
import type { Clock } from "../kube/clock.ts";
import { createElection, type Election } from "../kube/leader-election/election.ts";
import type { Logger } from "../kube/log.ts";
import { createTransport } from "../kube/transport/transport.ts";
import type { Metrics } from "./metrics/metrics.ts";
import type { Config } from "./settings.ts";

export interface LeadershipOptions {
  access: ClusterAccess;
  config: Pick<Config, "leaseNamespace" | "leaseName">;
  /** Unique among all processes, past ones included. */
  identity: string;
  /** Recorded in managedFields, and sent as the user agent. */
  name: string;
  clock: Clock;
  random: () => number;
  log: Logger;
  metrics: Metrics;
}

/** An election with connections of its own: renewals neither wait behind other requests nor pass the fence. */
export interface Leadership {
  election: Election;
  close(): Promise<void>;
}

/** By which `kubectl batchtask check` knows the Lease, as the chart's objects. */
const LABELS = { [OPERATOR_MARK.label]: OPERATOR_MARK.value };

/** Where neither the settings nor the cluster access name a namespace. */
const FALLBACK_NAMESPACE = "default";

export function createLeadership(options: LeadershipOptions): Leadership {
  const { access, config, identity, name, clock, random, log, metrics } = options;
  const transport = createTransport({
    access,
    clock,
    random,
    userAgent: name,
    metrics: metrics.transport,
    retry: { attempts: 1 },
    limits: { connections: 1 },
  });
  const election = createElection({
    client: createClient(transport, { fieldManager: name }),
    ref: {
      namespace: config.leaseNamespace ?? access.namespace ?? FALLBACK_NAMESPACE,
      name: config.leaseName,
    },
    labels: LABELS,
    identity,
    clock,
    random,
    log,
    metrics: metrics.election(config.leaseName),
  });
  return { election, close: () => transport.close() };
}
