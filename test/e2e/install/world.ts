import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "../../../src/kube/client.ts";
import { type Cluster, up } from "../../cluster/index.ts";
import { readPackage } from "../../../deploy/image/labels.ts";
import { runOrThrow } from "../../cluster/util/run.ts";
import { IMAGES } from "../../examples/cases.ts";
import { connect } from "../../examples/stage.ts";
import { findTool } from "../../tools/tool.ts";
import { mustRun } from "../support.ts";
import { type InstalledImage, makeImage } from "./image.ts";

/** The release and its namespace, as the documentation has them. */
export const RELEASE = "batchtask-operator";
export const NAMESPACE = "batchtask-system";
export const OPERATOR_USER = `system:serviceaccount:${NAMESPACE}:${RELEASE}`;
/** Selects what belongs to the release. */
export const INSTANCE = `app.kubernetes.io/instance=${RELEASE}`;
/** What `helm test` runs as. */
export const TESTER = `${OPERATOR_USER}-test`;
/** Where tasks of users are. */
export const TASKS = "demo";

const CHART = "deploy/chart";
/** There is no release yet: the same chart, packaged under a lower version, is the one that went before. */
const PREVIOUS_VERSION = "0.0.9";

/** A real cluster, the image in it, and helm. */
export interface World {
  readonly cluster: Cluster;
  /** The chart of this checkout. */
  readonly chart: string;
  readonly previousChart: string;
  readonly previousVersion: string;
  readonly image: InstalledImage;
  /** Calls helm in the release's namespace, and throws what it complains about. */
  readonly helm: (...args: string[]) => Promise<string>;
  /** Calls kubectl in the release's namespace. */
  readonly kubectl: (...args: string[]) => Promise<string>;
  /** Calls kubectl in the namespace of the tasks. */
  readonly inTasks: (args: readonly string[], input?: unknown) => Promise<string>;
  readonly client: Client;
  /** Runs what a page says as it stands there, in a shell with kubectl and helm. */
  readonly paste: (commands: string) => Promise<string>;
  readonly end: () => Promise<void>;
}

/** Has a cluster of its own with audit log, the image under both versions, and the two namespaces. */
export async function prepareWorld(environment: NodeJS.ProcessEnv): Promise<World> {
  const tool = await findTool("helm", environment);
  if ("missing" in tool) throw new Error(tool.missing);
  const folder = await mkdtemp(join(tmpdir(), "batchtask-install-"));
  const cluster = await up({
    environment,
    name: `install-${process.pid}`,
    nodes: { real: true, kwok: 1 },
    audit: true,
  });
  const own = {
    ...environment,
    HELM_CACHE_HOME: join(folder, "cache"),
    HELM_CONFIG_HOME: join(folder, "config"),
    HELM_DATA_HOME: join(folder, "data"),
    KUBECONFIG: cluster.kubeconfig,
    PATH: `${join(tool.path, "..")}:${join(cluster.kubectlPath, "..")}:${environment["PATH"] ?? ""}`,
  };
  const call = async (argv: readonly string[]): Promise<string> =>
    (await runOrThrow(argv, { environment: own, timeoutMs: 240_000 })).stdout;
  const helm = (...args: string[]) => call([tool.path, "--namespace", NAMESPACE, ...args]);
  const tags = [readPackage(".").version, PREVIOUS_VERSION];
  const image = await makeImage({ environment, folder, tags, call });
  await cluster.importImage(image.archive);
  const version = ["--version", PREVIOUS_VERSION, "--app-version", PREVIOUS_VERSION];
  await helm("package", CHART, ...version, "--destination", folder);
  await cluster.loadImages(IMAGES);
  const { client, close } = await connect(cluster);
  return {
    cluster,
    client,
    chart: CHART,
    previousChart: join(folder, `batchtask-operator-${PREVIOUS_VERSION}.tgz`),
    previousVersion: PREVIOUS_VERSION,
    image,
    helm,
    kubectl: (...args) => mustRun(cluster, ["--namespace", NAMESPACE, ...args]),
    inTasks: (args, input) => mustRun(cluster, ["--namespace", TASKS, ...args], input),
    paste: (commands) => call(["sh", "-euc", commands]),
    end: async () => {
      await close();
      await cluster.down();
      await rm(folder, { recursive: true });
    },
  };
}

/** Whether the API server has an admission plugin at work: its metrics name each that has judged anything. */
export async function admits({ cluster }: World, plugin: string): Promise<boolean> {
  if (cluster.kind === "built") return true;
  return (await mustRun(cluster, ["get", "--raw", "/metrics"])).includes(`name="${plugin}"`);
}
