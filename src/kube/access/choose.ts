import { type Entry, type MergedKubeconfig } from "./merge.ts";
import { problem } from "./problem.ts";

/** Names that go before those of the kubeconfig. */
export interface Choice {
  /** Instead of the current-context. */
  context?: string | undefined;
  /** Instead of the context's cluster. */
  cluster?: string | undefined;
  /** Instead of the context's user. */
  user?: string | undefined;
}

/** What one works with. */
export interface Chosen {
  readonly describe: string;
  readonly namespace: string | undefined;
  /** The context's name; undefined: none is named. */
  readonly context: string | undefined;
  readonly cluster: Entry;
  /** One without fields where the context names none. */
  readonly user: Entry;
}

/**
 * Context, cluster and user of a kubeconfig, as kubectl chooses them. A context is not needed where a cluster is named.
 * @throws AccessError that lists what there is
 */
export function choose(config: MergedKubeconfig, choice: Choice): Chosen {
  const context = contextOf(config, choice);
  const cluster = part(config, context, { kind: "cluster", chosen: choice.cluster });
  const user = part(config, context, { kind: "user", chosen: choice.user });
  if (!cluster)
    throw problem(context?.path ?? config.path, `has a context "${context?.name}" without a cluster`);
  checkServer(cluster);
  return {
    describe: described(context, choice, cluster),
    namespace: text(context?.fields["namespace"]),
    context: context?.name,
    cluster,
    user: user ?? { name: "none", path: cluster.path, fields: {} },
  };
}

/** @throws AccessError where it is no URL */
function checkServer({ name, path, fields }: Entry): void {
  const server = fields["server"];
  if (typeof server === "string" && URL.canParse(server)) return;
  throw problem(path, `has a cluster "${name}" whose server is not a URL: ${JSON.stringify(server ?? "")}`);
}

function contextOf(config: MergedKubeconfig, choice: Choice): Entry | undefined {
  const name = choice.context || config.currentContext;
  if (!name && choice.cluster) return undefined;
  const has = listed(config.contexts);
  if (!name) throw problem(config.path, `has no current-context; ${has}`);
  const context = config.contexts.get(name);
  if (!context) throw problem(config.path, `has no context "${name}"; ${has}`);
  return context;
}

interface Part {
  kind: "cluster" | "user";
  chosen: string | undefined;
}

/** undefined: nothing is named. */
function part(
  config: MergedKubeconfig,
  context: Entry | undefined,
  { kind, chosen }: Part,
): Entry | undefined {
  const entries = config[`${kind}s`];
  const name = chosen || text(context?.fields[kind]);
  if (name === undefined) return undefined;
  const entry = entries.get(name);
  if (entry) return entry;
  const whose = chosen ? "" : `, which its context "${context?.name}" names`;
  throw problem(config.path, `has no ${kind} "${name}"${whose}; ${listed(entries)}`);
}

const listed = (entries: ReadonlyMap<string, Entry>): string =>
  `it has: ${[...entries.keys()].join(", ") || "none"}`;

function described(context: Entry | undefined, choice: Choice, cluster: Entry): string {
  const instead = [
    ...(choice.cluster ? [`cluster "${choice.cluster}"`] : []),
    ...(choice.user ? [`user "${choice.user}"`] : []),
  ].join(" and ");
  if (!context) return `${instead} of ${cluster.path}`;
  return `context "${context.name}" of ${context.path}${instead && `, with ${instead}`}`;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
