import { join } from "node:path";
import { NODE_NAME } from "../certificates/certificates.ts";
import { component } from "../plan/component.ts";
import { type ComponentSpec, NODE_NAMESPACES, type Plan } from "../plan/plan.ts";

const UNSHARE =
  "unshare --mount --propagation private --pid --net --uts --ipc --fork --mount-proc --kill-child";

/** The process that the node's namespaces live and die with. */
export function namespaces(plan: Plan, cache: string): ComponentSpec {
  const init = join(import.meta.dirname, "init.sh");
  return {
    name: NODE_NAMESPACES,
    argv: [...UNSHARE.split(" "), "/bin/sh", init, cache, plan.layout.state, NODE_NAME],
    log: join(plan.layout.logs, `${NODE_NAMESPACES}.log`),
    env: { PATH: plan.path },
    inNode: false,
  };
}

/** containerd. */
export function containerd(plan: Plan): ComponentSpec {
  const spec = component(plan, "containerd", { config: join(plan.layout.config, "containerd.toml") });
  const shim = join(plan.binaries["containerd-shim-runc-v2"] ?? "", "..");
  return { ...spec, env: { ...spec.env, PATH: `${shim}:${plan.path}` } };
}

/** The kubelet. */
export function kubelet(plan: Plan): ComponentSpec {
  return component(plan, "kubelet", {
    config: join(plan.layout.config, "kubelet.json"),
    kubeconfig: join(plan.layout.config, "kubelet.kubeconfig"),
    "hostname-override": NODE_NAME,
    "node-ip": plan.network.address,
  });
}
