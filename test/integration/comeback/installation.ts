import { setTimeout } from "node:timers/promises";
import type { ClusterAccess } from "../../../src/kube/access/access.ts";
import { createMetrics, type Metrics } from "../../../src/operator/metrics/metrics.ts";
import { configFor, inProcess } from "../support/operator.ts";

/** The operator's replicas in one namespace, each started again after its end, as the kubelet does. */
export interface Installation extends AsyncDisposable {
  /** Age of each watch of each replica in seconds: since the API server last sent anything. */
  watchAges(): Promise<number[]>;
}

export interface InstallationOptions {
  access: ClusterAccess;
  namespace: string;
  replicas: number;
  leaderElect: boolean;
}

const AGE = /^batchtask_watch_age_seconds\{.*\} (\S+)$/gm;

export function install(options: InstallationOptions): Installation {
  const stop = new AbortController();
  const current = new Map<number, Metrics>();

  async function keepRunning(replica: number): Promise<void> {
    while (!stop.signal.aborted) {
      const metrics = createMetrics();
      current.set(replica, metrics);
      await runOnce(options, `replica-${replica}`, metrics, stop.signal);
      await setTimeout(100);
    }
  }

  const running = Promise.all(Array.from({ length: options.replicas }, (_, replica) => keepRunning(replica)));
  return {
    async watchAges() {
      const texts = await Promise.all([...current.values()].map(({ registry }) => registry.metrics()));
      return texts.flatMap((text) => [...text.matchAll(AGE)].map(([, age]) => seconds(age)));
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };
}

const seconds = (age = ""): number => (age === "+Inf" ? Number.POSITIVE_INFINITY : Number(age));

async function runOnce(
  { access, namespace, leaderElect }: InstallationOptions,
  instance: string,
  metrics: Metrics,
  signal: AbortSignal,
): Promise<void> {
  const operator = inProcess({ access, config: configFor(namespace, leaderElect), instance, metrics });
  await operator.run(signal);
}
