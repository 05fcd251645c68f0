import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Variables } from "../context.ts";
import type { GlobalOptions } from "../options.ts";

/**
 * The kubeconfig that was named, alone; else those of KUBECONFIG, which are merged; else ~/.kube/config. None: there is
 * none.
 */
export function kubeconfigPaths(options: GlobalOptions, { kubeconfig, home }: Variables): string[] {
  if (options.kubeconfig !== undefined) return [options.kubeconfig];
  const named = (kubeconfig ?? "").split(delimiter).filter((file) => file !== "");
  return named.length > 0 ? named : fromHome(home);
}

function fromHome(home: string | undefined): string[] {
  const path = home === undefined ? undefined : join(home, ".kube", "config");
  return path !== undefined && existsSync(path) ? [path] : [];
}
