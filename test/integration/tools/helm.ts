import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Ran, run } from "../../cluster/util/run.ts";

const CHART = join(import.meta.dirname, "..", "..", "tools", "chart");

export interface Helm extends AsyncDisposable {
  /** Installs or upgrades the chart with one task, both of this name. */
  run(command: "install" | "upgrade", name: string, values: object, flags?: string[]): Promise<Ran>;
}

/** Helm with folders of its own, on one namespace. */
export async function createHelm(
  path: string,
  kubeconfig: string,
  { namespace, timeoutMs }: { namespace: string; timeoutMs: number },
): Promise<Helm> {
  const home = await mkdtemp(join(tmpdir(), "batchtask-helm-"));
  const environment = {
    ...process.env,
    HELM_CACHE_HOME: home,
    HELM_CONFIG_HOME: home,
    HELM_DATA_HOME: home,
  };
  const where = ["--kubeconfig", kubeconfig, "--namespace", namespace, `--timeout=${timeoutMs}ms`];
  return {
    run(command, name, values, flags = []) {
      const set = Object.entries(values).map(([key, value]) => `--set=${key}=${String(value)}`);
      return run([path, command, name, CHART, ...where, ...set, ...flags], {
        environment,
        timeoutMs: timeoutMs + 20_000,
      });
    },
    [Symbol.asyncDispose]: () => rm(home, { recursive: true }),
  };
}
