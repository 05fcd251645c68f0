import { join } from "node:path";
import { binary } from "../build/binaries.ts";
import type { Cluster } from "../cluster.ts";
import { kubectlFor } from "../kubectl.ts";
import { importArchive, loadStandIns } from "../node/images.ts";
import type { Settings } from "../options.ts";
import { ask } from "../supervise/protocol.ts";
import { endCluster } from "./supervisor.ts";
import type { Built } from "./up.ts";

/** What callers see of a built cluster. */
export function builtCluster({ plan, started }: Built, settings: Settings): Cluster {
  const { layout } = plan;
  const target = {
    kubeconfig: layout.kubeconfig,
    context: undefined,
    kubectlPath: binary(plan.binaries, "kubectl"),
  };
  return {
    name: plan.name,
    kind: "built",
    ...target,
    // A later cluster may have this one's address and port, but other resources.
    kubectl: kubectlFor({ ...target, cacheDir: join(layout.state, "kubectl-cache") }, settings.environment),
    stateDir: layout.state,
    has: {
      realNode: plan.nodes.real,
      kwokNodes: plan.nodes.kwok,
      auditLog: plan.audit ? layout.audit : undefined,
      store: plan.store,
      components: true,
    },
    started,
    loadImages: (names) => loadStandIns(plan, names, settings),
    importImage: (archive) => importArchive(plan, archive, settings.environment),
    components: () => ask(layout.socket, { op: "list" }),
    stopComponent: async (name, signal = "SIGTERM") => {
      await ask(layout.socket, { op: "stop", name, signal });
    },
    startComponent: async (name) => {
      await ask(layout.socket, { op: "restart", name });
    },
    down: async () => {
      await endCluster(layout);
    },
  };
}
