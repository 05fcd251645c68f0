import { homedir } from "node:os";
import { join } from "node:path";
import { buildAll } from "./build/binaries.ts";
import { BUILD_GROUPS } from "./build/groups.ts";
import { type Cluster, unsupported } from "./cluster.ts";
import { kubectlFor } from "./kubectl.ts";
import { cacheFolder } from "./layout.ts";
import type { Settings } from "./options.ts";
import { runOrThrow } from "./util/run.ts";
import { which } from "./util/tools.ts";

/** How somebody names a cluster of theirs. */
export interface ExistingTarget {
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
}

/** Uses a cluster that somebody named, once it answers; nothing of it is changed here. */
export async function useExisting(target: ExistingTarget, settings: Settings): Promise<Cluster> {
  const { environment, report, signal } = settings;
  const ambient = (environment["KUBECONFIG"] ?? "").split(":").find((path) => path !== "");
  const kubeconfig =
    target.kubeconfig ?? ambient ?? join(environment["HOME"] ?? homedir(), ".kube", "config");
  const build = { environment, cache: cacheFolder(environment), report, signal };
  const kubectlPath =
    which("kubectl", environment) ?? (await buildAll([BUILD_GROUPS.controlPlane], build))["kubectl"] ?? "";
  const { context } = target;
  const cluster = { kubeconfig, context, kubectlPath };
  const kubectl = kubectlFor(cluster, environment);
  const asked = await kubectl(["get", "--raw", "/version", "--request-timeout=10s"]);
  if (asked.code !== 0) {
    const named = context === undefined ? "" : `, context ${context}`;
    throw new Error(`The named cluster (${kubeconfig}${named}) doesn't answer: ${asked.stderr.trim()}`);
  }
  return {
    name: context ?? kubeconfig,
    kind: "existing",
    ...cluster,
    kubectl,
    stateDir: undefined,
    has: { realNode: true, kwokNodes: 0, auditLog: undefined, store: undefined, components: false },
    started: false,
    loadImages: async () => report("The named cluster pulls images itself."),
    importImage: unsupported("existing"),
    components: async () => [],
    stopComponent: unsupported("existing"),
    startComponent: unsupported("existing"),
    down: async () => {},
  };
}

/** Whether a command ends well; used to ask Docker. */
export async function succeeds(
  argv: readonly string[],
  environment: Settings["environment"],
): Promise<boolean> {
  return await runOrThrow(argv, { environment, timeoutMs: 5_000 }).then(
    () => true,
    () => false,
  );
}
