import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Variables } from "../context.ts";
import type { GlobalOptions } from "../options.ts";

/**
 * The kubeconfig that was named, else the first of KUBECONFIG that is there, else ~/.kube/config. undefined: there
 * is none. Of several files in KUBECONFIG only one is read: their contents are not merged.
 */
export function kubeconfigPath(options: GlobalOptions, { kubeconfig, home }: Variables): string | undefined {
  return options.kubeconfig ?? fromVariable(kubeconfig) ?? fromHome(home);
}

function fromVariable(value: string | undefined): string | undefined {
  const files = (value ?? "").split(delimiter).filter((file) => file !== "");
  return files.find((file) => existsSync(file)) ?? files[0];
}

function fromHome(home: string | undefined): string | undefined {
  const path = home === undefined ? undefined : join(home, ".kube", "config");
  return path !== undefined && existsSync(path) ? path : undefined;
}
