import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { binary, buildAll } from "./build/binaries.ts";
import { BUILD_GROUPS } from "./build/groups.ts";
import { type Cluster, unsupported } from "./cluster.ts";
import { succeeds } from "./existing.ts";
import { kubectlFor } from "./kubectl.ts";
import { cacheFolder } from "./layout.ts";
import type { Settings } from "./options.ts";
import { type Environment, run, runOrThrow } from "./util/run.ts";
import { which } from "./util/tools.ts";

/** Whether Docker answers, so that kind can work. */
export async function dockerAnswers(environment: Environment): Promise<boolean> {
  const docker = which("docker", environment);
  return docker !== undefined && (await succeeds([docker, "info"], environment));
}

/** The kind command: the system's, else built from its Go module. */
async function findKind(settings: Settings): Promise<string> {
  const { environment, report, signal } = settings;
  const found = which("kind", environment);
  if (found !== undefined) return found;
  const context = { environment, cache: cacheFolder(environment), report, signal };
  return binary(await buildAll([BUILD_GROUPS.kind], context), "kind");
}

function kindKubeconfig({ environment, name }: Settings): string {
  return join(cacheFolder(environment), "kind", `${name}.kubeconfig`);
}

/** Deletes the kind cluster of this name; false where none was made here. */
export async function downKind(settings: Settings): Promise<boolean> {
  const { environment, name } = settings;
  const kubeconfig = kindKubeconfig(settings);
  if (!existsSync(kubeconfig)) return false;
  const kind = await findKind(settings);
  const argv = [kind, "delete", "cluster", "--name", name, "--kubeconfig", kubeconfig];
  await runOrThrow(argv, { environment, timeoutMs: 120_000 });
  rmSync(kubeconfig, { force: true });
  return true;
}

/** Has a kind cluster of this name running. kind pulls its node image and the pods' images itself. */
export async function upKind(settings: Settings): Promise<Cluster> {
  const { environment, name, report, signal } = settings;
  const kind = await findKind(settings);
  const kubeconfig = kindKubeconfig(settings);
  mkdirSync(join(kubeconfig, ".."), { recursive: true });
  const call = (...args: string[]): ReturnType<typeof run> =>
    runOrThrow([kind, ...args, "--name", name, "--kubeconfig", kubeconfig], {
      environment,
      signal,
      timeoutMs: 600_000,
    });
  const there = (await run([kind, "get", "clusters"], { environment })).stdout.split("\n").includes(name);
  report(
    there
      ? `Using the kind cluster ${name}.`
      : `Creating the kind cluster ${name} (a few minutes when its image must be pulled) …`,
  );
  await call(...(there ? ["export", "kubeconfig"] : ["create", "cluster", "--wait", "120s"]));
  const context = { environment, cache: cacheFolder(environment), report, signal };
  const kubectlPath =
    which("kubectl", environment) ?? binary(await buildAll([BUILD_GROUPS.controlPlane], context), "kubectl");
  const target = { kubeconfig, context: undefined, kubectlPath };
  return {
    name,
    kind: "kind",
    ...target,
    kubectl: kubectlFor(target, environment),
    stateDir: undefined,
    has: { realNode: true, kwokNodes: 0, auditLog: undefined, components: false },
    started: !there,
    loadImages: async () => report("kind pulls images itself."),
    importImage: async (archive) => {
      await runOrThrow([kind, "load", "image-archive", archive, "--name", name], {
        environment,
        timeoutMs: 120_000,
      });
    },
    components: async () => [],
    stopComponent: unsupported("kind"),
    startComponent: unsupported("kind"),
    down: async () => {
      await downKind(settings);
    },
  };
}
