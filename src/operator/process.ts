import { createBackoff } from "../kube/backoff.ts";
import type { ClusterAccess } from "../kube/access/access.ts";
import { openAccess, type Surroundings } from "./access.ts";
import { serve } from "./http-server.ts";
import { createMetrics } from "./metrics/metrics.ts";
import { createOperator, type Operator, type OperatorOptions } from "./operator.ts";
import type { Config } from "./settings.ts";

export interface ProcessOptions extends Pick<OperatorOptions, "clock" | "random" | "newId" | "log"> {
  config: Config;
  around: Surroundings;
  hostname: string;
  signal: AbortSignal;
}

/** The leadership was lost: a new process stands for it. */
const EXIT_LOST = 1;

/**
 * The life of the operator's process: probes first, so that what is wrong can be asked for; then the
 * cluster, waited for as long as it takes; then work, until the signal aborts. Resolves with the exit code;
 * with another than 0 the process has to exit at once, whatever is still under way.
 */
export async function runProcess(options: ProcessOptions): Promise<number> {
  const { config, clock, random, newId, log, signal, hostname } = options;
  const metrics = createMetrics({ byNamespace: config.metricsByNamespace });
  let operator: Operator | undefined;
  let problem: string | undefined = "Starting";
  const server = await serve(
    {
      healthz: () => operator?.notAlive(),
      readyz: () => (operator ? operator.notReady() : problem),
      metrics: async () => ({
        contentType: metrics.registry.contentType,
        body: await metrics.registry.metrics(),
      }),
    },
    { host: config.httpHost, port: config.httpPort },
  );
  log.info({ host: config.httpHost, port: server.port }, "Serving /healthz, /readyz and /metrics");
  const access = await reach(options, (error) => {
    problem = error.message;
  });
  if (access) {
    log.info(
      { server: access.server, access: access.describe, namespaces: config.namespaces ?? "all" },
      "Operator starts",
    );
    operator = createOperator({ access, config, instance: hostname, clock, random, newId, log, metrics });
    if ((await operator.run(signal)) === "lost") {
      log.error({ exitCode: EXIT_LOST }, "Operator exits: it no longer leads");
      return EXIT_LOST;
    }
  }
  await server.close();
  log.info({}, "Operator stopped");
  return 0;
}

/** Tries until the cluster's address and credentials can be read; undefined where the signal aborts first. */
async function reach(
  { config, around, clock, random, log, signal }: ProcessOptions,
  onError: (error: Error) => void,
): Promise<ClusterAccess | undefined> {
  const backoff = createBackoff(
    { initialMs: 1_000, maxMs: 30_000, factor: 2, jitter: 0.2 },
    { clock, random },
  );
  while (!signal.aborted) {
    try {
      return await openAccess(config, around, clock);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const waitMs = backoff.next();
      onError(error);
      log.error({ problem: error.message, waitMs }, "The cluster can't be reached; trying again");
      await clock.sleep(waitMs, signal).catch(() => undefined);
    }
  }
  return undefined;
}
