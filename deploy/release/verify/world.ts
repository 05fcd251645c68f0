import { dirname, join } from "node:path";
import { type Cluster, up } from "../../../test/cluster/index.ts";
import { type Environment, runOrThrow } from "../../../test/cluster/util/run.ts";
import { waitFor } from "../../../test/cluster/util/wait.ts";
import { findTool } from "../../../test/tools/tool.ts";
import { type FileNames, fileNames } from "../files.ts";

/** What is tried, and with what. */
export interface Trial {
  readonly version: string;
  /** Folder of the release's files. */
  readonly folder: string;
  /** The plugin, out of the archive for this machine. */
  readonly plugin: string;
  readonly environment: Environment;
  /** A folder for the clients' own files. */
  readonly home: string;
}

/** A cluster of its own with a real node, and nothing on it. */
export interface World {
  readonly cluster: Cluster;
  readonly names: FileNames;
  /** Path of one of the release's files. */
  readonly file: (name: string) => string;
  readonly kubectl: (...args: string[]) => Promise<string>;
  /** kubectl with an object on its standard input. */
  readonly pipe: (object: object, ...args: string[]) => Promise<string>;
  readonly helm: (...args: string[]) => Promise<string>;
  readonly plugin: (...args: string[]) => Promise<string>;
}

/** Names that docs and manifests have. */
export const NAMESPACE = "batchtask-system";
export const RELEASE = "batchtask-operator";

/** What tasks of a trial run. */
export const TASK_IMAGE = "busybox:1.36";

const CALL_MS = 5 * 60_000;
const END_MS = 90_000;

/** Why this machine can try nothing on a cluster; undefined where it can. */
export function whyNoCluster(): string | undefined {
  const isRoot = process.getuid?.() === 0;
  return isRoot && process.platform === "linux" ? undefined : "a real node needs Linux and root";
}

/** Gives a cluster to `use`, with the release's image on it, and ends it. */
export async function withWorld(
  { version, folder, plugin, environment, home }: Trial,
  use: (world: World) => Promise<void>,
): Promise<void> {
  const tool = await findTool("helm", environment);
  if ("missing" in tool) throw new Error(tool.missing);
  const nodes = { real: true };
  const cluster = await up({ environment, name: `release-${process.pid}`, provider: "built", nodes });
  try {
    const own = {
      ...environment,
      KUBECONFIG: cluster.kubeconfig,
      PATH: `${dirname(cluster.kubectlPath)}:${environment["PATH"] ?? ""}`,
      HELM_CACHE_HOME: join(home, "helm"),
      HELM_CONFIG_HOME: join(home, "helm"),
      HELM_DATA_HOME: join(home, "helm"),
    };
    const call = async (argv: readonly string[], input = ""): Promise<string> =>
      (await runOrThrow(argv, { environment: own, timeoutMs: CALL_MS, input })).stdout;
    const names = fileNames(version);
    const file = (name: string): string => join(folder, name);
    await cluster.importImage(file(names.image));
    await cluster.loadImages([TASK_IMAGE]);
    await use({
      cluster,
      names,
      file,
      kubectl: (...args) => call(["kubectl", ...args]),
      pipe: (object, ...args) => call(["kubectl", ...args, "--filename=-"], JSON.stringify(object)),
      helm: (...args) => call([tool.path, "--namespace", NAMESPACE, ...args]),
      plugin: (...args) => call([plugin, ...args]),
    });
  } finally {
    await cluster.down();
  }
}

/** A task whose one container runs this in a shell. */
export function taskOf(name: string, command: string): object {
  const containers = [{ name: "main", image: TASK_IMAGE, command: ["sh", "-c", command] }];
  return {
    apiVersion: "batchtask.dev/v1alpha1",
    kind: "BatchTask",
    metadata: { name },
    spec: { template: { spec: { restartPolicy: "Never", containers } } },
  };
}

/** Waits until all pods of the operator are of this image: those of an earlier one take their time to end. */
export async function untilRuns(image: string, { kubectl }: World): Promise<void> {
  const selector = "--selector=app.kubernetes.io/component=operator";
  const path = "jsonpath={.items[*].spec.containers[*].image}";
  let images = "";
  const explain = (): string => ` They run ${images}.`;
  const what = `the operator's pods run ${image}`;
  await waitFor({ what, timeoutMs: END_MS, everyMs: 500, explain }, async () => {
    images = await kubectl("get", "pods", "--namespace", NAMESPACE, selector, "--output", path);
    return images !== "" && images.split(" ").every((one) => one === image);
  });
}
