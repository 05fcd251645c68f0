import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { binary, buildAll } from "../build/binaries.ts";
import { BUILD_GROUPS } from "../build/groups.ts";
import { type Cluster, unsupported } from "../cluster.ts";
import { type KubectlTarget, kubectlFor } from "../kubectl.ts";
import { cacheFolder, layoutOf } from "../layout.ts";
import type { Settings } from "../options.ts";
import { withLock } from "../util/lock.ts";
import { run, runOrThrow } from "../util/run.ts";
import { dieWithParent, which } from "../util/tools.ts";
import { deleteKind, findKind, kindClusters, kindKubeconfig, kindNote } from "./command.ts";
import { KindFailed } from "./failed.ts";
import { loadIntoKind } from "./images.ts";

/** Longest that making a cluster may take, its images among it. */
const CREATE_MS = 600_000;

/**
 * Has a kind cluster of this name running. kind pulls its node image and the pods' images itself. One that was left
 * half made is made anew. Rejects with KindFailed where kind can make none here.
 */
export async function upKind(settings: Settings): Promise<Cluster> {
  const { environment, name, report, signal } = settings;
  const kind = await findKind(settings);
  const context = { environment, cache: cacheFolder(environment), report, signal };
  const kubectlPath =
    which("kubectl", environment) ?? binary(await buildAll([BUILD_GROUPS.controlPlane], context), "kubectl");
  const target = { kubeconfig: kindKubeconfig(environment, name), context: undefined, kubectlPath };
  mkdirSync(dirname(target.kubeconfig), { recursive: true });
  const onWait = (): void => report(`Waiting for another process that starts or ends cluster ${name} …`);
  const lock = { key: layoutOf(context.cache, name).state, timeoutMs: CREATE_MS, signal, onWait };
  const started = await withLock(lock, () => haveKind(kind, target, settings));
  return kindCluster({ kind, target, started }, settings);
}

/** True: it was made just now. */
async function haveKind(kind: string, target: KubectlTarget, settings: Settings): Promise<boolean> {
  const { environment, name, report } = settings;
  const clusters = await kindClusters(kind, environment).catch((error: unknown) => {
    throw new KindFailed(messageOf(error));
  });
  const isThere = clusters.includes(name);
  if (isThere && !existsSync(kindNote(environment, name))) {
    report(`Using the kind cluster ${name}.`);
    await useKind(kind, target, settings);
    return false;
  }
  if (isThere) {
    report(`The kind cluster ${name} was left half made: removing it.`);
    await deleteKind(kind, name, environment);
  }
  await createKind(kind, target, settings);
  return true;
}

async function useKind(kind: string, target: KubectlTarget, settings: Settings): Promise<void> {
  const { environment, name, signal } = settings;
  const argv = [kind, "export", "kubeconfig", "--name", name, "--kubeconfig", target.kubeconfig];
  const nodes = ["wait", "--for=condition=Ready", "node", "--all", "--timeout=60s"];
  const ready = [target.kubectlPath, "--kubeconfig", target.kubeconfig, ...nodes];
  try {
    await runOrThrow(argv, { environment, signal });
    await runOrThrow(ready, { environment, signal, timeoutMs: 90_000 });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new Error(
      `The kind cluster ${name} is there and not ready; "npm run cluster -- down --name ${name}" removes it: ${messageOf(cause)}`,
      { cause },
    );
  }
}

/** Makes it whole, or leaves nothing of it. */
async function createKind(kind: string, { kubeconfig }: KubectlTarget, settings: Settings): Promise<void> {
  const { environment, name, nodeImage, report, signal } = settings;
  report(`Creating the kind cluster ${name} (a few minutes when its image must be pulled) …`);
  const image = nodeImage === undefined ? [] : ["--image", nodeImage];
  const wanted = ["--wait", "120s", "--name", name, "--kubeconfig", kubeconfig, ...image];
  const note = kindNote(environment, name);
  writeFileSync(note, "");
  try {
    const argv = [...dieWithParent(environment), kind, "create", "cluster", ...wanted];
    const made = await run(argv, { environment, signal, timeoutMs: CREATE_MS });
    if (made.code !== 0) throw new KindFailed(made.stderr || made.stdout);
  } catch (error) {
    await deleteKind(kind, name, environment).catch((left: unknown) => report(messageOf(left)));
    signal?.throwIfAborted();
    throw error instanceof KindFailed ? error : new KindFailed(messageOf(error));
  }
  rmSync(note);
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

interface Made {
  readonly kind: string;
  readonly target: KubectlTarget;
  readonly started: boolean;
}

/** What callers see of it. */
function kindCluster(made: Made, settings: Settings): Cluster {
  const { kind, target, started } = made;
  const { environment, name } = settings;
  return {
    name,
    kind: "kind",
    ...target,
    kubectl: kubectlFor(target, environment),
    stateDir: undefined,
    has: { realNode: true, kwokNodes: 0, auditLog: undefined, store: undefined, components: false },
    started,
    loadImages: (names) => loadIntoKind(kind, names, settings),
    importImage: async (archive) => {
      const argv = [kind, "load", "image-archive", archive, "--name", name];
      await runOrThrow(argv, { environment, timeoutMs: 120_000 });
    },
    components: async () => [],
    stopComponent: unsupported("kind"),
    startComponent: unsupported("kind"),
    down: () => deleteKind(kind, name, environment),
  };
}
