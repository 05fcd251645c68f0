import { parseArgs } from "node:util";
import { type KubernetesVersion, KUBERNETES_VERSIONS, readKubernetesVersion } from "./build/versions.ts";
import { type Nodes, type Provider, type Store, STORES } from "./options.ts";

/** What `--help` prints. */
export const HELP = `A real Kubernetes cluster for tests and demo.

  npm run cluster -- up      starts a cluster, or uses the one that runs, and prints what to export
  npm run cluster -- down    removes processes, mounts, network and cgroups; doing it twice does no harm
  npm run cluster -- status  says what runs

Options
  --name NAME          name of the cluster (batchtask); clusters of different names run side by side
  --nodes KINDS        real, kwok, "real,kwok" or none (real)
  --kwok-nodes N       number of kwok's nodes (3)
  --kubernetes VERSION one of ${KUBERNETES_VERSIONS.join(", ")} (the newest); the older ones have no real node;
                       also BATCHTASK_TEST_KUBERNETES
  --store WHICH        what keeps the API server's data: etcd, or kine with sqlite, as in K3s (etcd);
                       also BATCHTASK_TEST_STORE
  --image NAME         makes a local stand-in for this image on the real node; may be repeated
  --archive FILE       loads an image's archive (of npm run image, docker save) into the nodes; may be repeated
  --helm               builds Helm, too, where PATH has none
  --audit              writes an audit log
  --provider WHICH     auto, existing, kind or built (auto)
  --node-image IMAGE   image of kind's node, of Docker's own or to be pulled; takes kind
  --kubeconfig FILE    uses the cluster of this kubeconfig; also BATCHTASK_TEST_KUBECONFIG
  --context NAME       uses this context (of --kubeconfig, else of KUBECONFIG or ~/.kube/config);
                       also BATCHTASK_TEST_CONTEXT

Which cluster: the named one; else kind, where Docker answers and real nodes alone are wanted; else, or
where kind can make none, one built from Go modules. KUBECONFIG alone does not name a cluster: many shells always have it set, often
to a cluster on which no test should ever run.
`;

/** The command line, read. */
export interface Arguments {
  readonly command: "up" | "down" | "status" | "help";
  readonly name: string | undefined;
  readonly nodes: Nodes;
  readonly store: Store | undefined;
  readonly kubernetes: KubernetesVersion | undefined;
  readonly provider: Provider;
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly nodeImage: string | undefined;
  readonly audit: boolean;
  readonly helm: boolean;
  readonly images: readonly string[];
  readonly archives: readonly string[];
}

/** Reads the command line; a mistake in it throws one sentence. */
export function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      name: { type: "string" },
      nodes: { type: "string", default: "real" },
      "kwok-nodes": { type: "string", default: "3" },
      store: { type: "string" },
      kubernetes: { type: "string" },
      provider: { type: "string", default: "auto" },
      "node-image": { type: "string" },
      kubeconfig: { type: "string" },
      context: { type: "string" },
      audit: { type: "boolean", default: false },
      helm: { type: "boolean", default: false },
      image: { type: "string", multiple: true, default: [] },
      archive: { type: "string", multiple: true, default: [] },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  return {
    command: values.help
      ? "help"
      : oneOf(positionals[0] ?? "help", ["up", "down", "status", "help"], "command"),
    name: values.name,
    nodes: readNodes(values.nodes, values["kwok-nodes"]),
    store: values.store === undefined ? undefined : oneOf(values.store, STORES, "--store"),
    kubernetes: values.kubernetes === undefined ? undefined : readKubernetesVersion(values.kubernetes),
    provider: readProvider(values.provider),
    nodeImage: values["node-image"],
    kubeconfig: values.kubeconfig,
    context: values.context,
    audit: values.audit,
    helm: values.helm,
    images: values.image,
    archives: values.archive,
  };
}

/** Reads `--provider`; anything else throws one sentence. */
export function readProvider(text: string): Provider {
  return oneOf(text, ["auto", "existing", "kind", "built"], "--provider");
}

function readNodes(kinds: string, count: string): Nodes {
  const chosen = kinds.split(",").map((kind) => oneOf(kind, ["real", "kwok", "none"], "--nodes"));
  if (!/^\d{1,4}$/.test(count)) throw new Error(`--kwok-nodes must be a number, not "${count}"`);
  return { real: chosen.includes("real"), kwok: chosen.includes("kwok") ? Number(count) : 0 };
}

function oneOf<T extends string>(text: string, choices: readonly T[], what: string): T {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new Error(`${what} must be one of ${choices.join(", ")}, not "${text}"`);
  return found;
}
