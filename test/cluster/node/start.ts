import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../layout.ts";
import type { Settings } from "../options.ts";
import { kubeconfig } from "../plan/kubeconfig.ts";
import type { ComponentSpec, Plan } from "../plan/plan.ts";
import { ask } from "../supervise/protocol.ts";
import { logTail, writeAtomically } from "../util/files.ts";
import { waitFor } from "../util/wait.ts";
import { makeCgroups } from "./cgroups.ts";
import { containerd, kubelet, namespaces } from "./components.ts";
import { cniConfiguration, containerdConfiguration, kubeletConfiguration } from "./config.ts";
import { importPause } from "./images.ts";
import { linkNode } from "./link.ts";
import { corefile, kubeProxyConfiguration } from "./services.ts";

/** A node whose namespaces are there. */
export interface StartedNode {
  /** Starts the kubelet, once the container runtime has the image that it needs. */
  readonly join: () => Promise<void>;
}

/** Makes the namespaces that the whole cluster lives in, and starts the container runtime. */
export async function startRealNode(plan: Plan, settings: Settings): Promise<StartedNode> {
  const { environment } = settings;
  writeNodeFiles(plan);
  if (plan.cgroup !== undefined) makeCgroups(plan.cgroup);
  const start = async (spec: ComponentSpec): Promise<void> => {
    await ask(plan.layout.socket, { op: "start", spec });
  };
  const holder = namespaces(plan, cacheFolder(environment));
  await start(holder);
  const wait = {
    timeoutMs: 10_000,
    everyMs: 20,
    signal: settings.signal,
    explain: () => logTail(holder.log),
  };
  const ready = join(plan.layout.state, "namespaces-ready");
  await waitFor({ ...wait, what: "the node's namespaces" }, async () => existsSync(ready));
  await linkNode(plan, environment);
  await start(containerd(plan));
  const pause = importPause(plan, settings).then(
    () => undefined,
    (error: unknown) => error,
  );
  return {
    join: async () => {
      const failed = await pause;
      if (failed !== undefined) throw failed;
      await start(kubelet(plan));
    },
  };
}

function writeNodeFiles(plan: Plan): void {
  const { config } = plan.layout;
  mkdirSync(join(config, "cni"), { recursive: true });
  const json = (name: string, value: unknown): void =>
    writeAtomically(join(config, name), `${JSON.stringify(value, null, 2)}\n`);
  writeAtomically(join(config, "containerd.toml"), containerdConfiguration(plan));
  writeAtomically(join(config, "resolv.conf"), "# Names are for the cluster to resolve.\n", 0o644);
  json("cni/10-batchtask.conflist", cniConfiguration(plan));
  json("kubelet.json", kubeletConfiguration(plan));
  json("kubelet.kubeconfig", kubeconfig(plan, "kubelet"));
  json("kube-proxy.json", kubeProxyConfiguration(plan));
  json("kube-proxy.kubeconfig", kubeconfig(plan, "kube-proxy"));
  writeAtomically(join(config, "Corefile"), corefile(plan));
  json("coredns.kubeconfig", kubeconfig(plan, "coredns"));
}
