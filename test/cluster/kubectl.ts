import type { Cluster, KubectlOptions } from "./cluster.ts";
import { type Environment, type Ran, run } from "./util/run.ts";

/** Credentials and command of a cluster. */
export interface KubectlTarget {
  readonly kubectlPath: string;
  readonly kubeconfig: string;
  readonly context: string | undefined;
  /** Where kubectl keeps what it learned of the API, where that must not be mixed with other clusters'. */
  readonly cacheDir?: string;
}

/** A function that calls kubectl on one cluster, whatever the caller's KUBECONFIG says. */
export function kubectlFor(target: KubectlTarget, environment: Environment): Cluster["kubectl"] {
  return (args, options: KubectlOptions = {}): Promise<Ran> => {
    const context = target.context === undefined ? [] : ["--context", target.context];
    const cache = target.cacheDir === undefined ? [] : ["--cache-dir", target.cacheDir];
    return run([target.kubectlPath, "--kubeconfig", target.kubeconfig, ...context, ...cache, ...args], {
      environment,
      timeoutMs: options.timeoutMs ?? 60_000,
      ...(options.input === undefined ? {} : { input: options.input }),
    });
  };
}
