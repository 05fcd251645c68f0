import type { BatchTaskPolicy } from "../../api/policy/policy.ts";
import { NAMESPACES, POLICIES } from "../../api/resources.ts";
import type { Client } from "../../kube/client.ts";
import { ApiError } from "../../kube/errors.ts";
import { listAll } from "../../kube/reflector/list.ts";
import type { Context } from "../context.ts";
import { isDoubtful, type Known } from "./known.ts";
import { policySet, type PolicySet } from "./set.ts";

/** Every namespace has this label, with its name. */
export const NAME_LABEL = "kubernetes.io/metadata.name";

/** Which policies a cluster has, and by which labels they select its namespaces. */
interface InForce {
  policies: BatchTaskPolicy[];
  /** Of a namespace that can't be read it is its name alone. */
  known: (namespace: string) => Known;
}

/**
 * What holds in a cluster. Where its namespaces can't be listed, these are asked for one by one; which policies are
 * taken to hold since their labels are not known is told on stderr.
 */
export async function readInForce(
  { signal, stderr }: Context,
  client: Client,
  namespaces: readonly string[],
): Promise<InForce> {
  const wanted = [...new Set(namespaces)].toSorted();
  const [{ items: policies }, known] = await Promise.all([
    listAll(client, POLICIES, { signal }),
    readNamespaces(client, signal, wanted),
  ]);
  const unread = wanted.filter((namespace) => !known(namespace).isAll);
  const doubtful = policies.filter(({ spec }) =>
    unread.some((namespace) => isDoubtful(spec.namespaceSelector, known(namespace))),
  );
  if (doubtful.length > 0)
    stderr.write(
      `note: you have no right to read namespace ${unread.join(", ")}, so policies that select by labels are taken to hold there: ${doubtful.map(({ metadata }) => metadata.name).join(", ")}\n`,
    );
  return { policies, known };
}

/** The same, to judge tasks of these namespaces by. */
export async function readPolicySet(
  context: Context,
  client: Client,
  namespaces: readonly string[],
): Promise<PolicySet> {
  const { policies, known } = await readInForce(context, client, namespaces);
  return policySet(policies, known, context.clock.now());
}

async function readNamespaces(
  client: Client,
  signal: AbortSignal,
  wanted: readonly string[],
): Promise<(namespace: string) => Known> {
  const all = await unlessForbidden(listAll(client, NAMESPACES, { signal }));
  const items = all?.items ?? (await readEach(client, signal, wanted));
  const labels = new Map(items.map(({ metadata }) => [metadata?.name ?? "", metadata?.labels ?? {}]));
  return (namespace) => {
    const found = labels.get(namespace);
    return {
      labels: { ...found, [NAME_LABEL]: namespace },
      isAll: found !== undefined || all !== undefined,
    };
  };
}

/** Those of them that can be read; one that is not there has no labels yet but its name. */
async function readEach(client: Client, signal: AbortSignal, names: readonly string[]) {
  const found = await Promise.all(
    names.map(async (name) => {
      const asked = await unlessForbidden(client.get(NAMESPACES, { name }, { signal }).then((one) => [one]));
      return asked && (asked[0] ?? { metadata: { name, labels: {} } });
    }),
  );
  return found.filter((one) => one !== undefined);
}

async function unlessForbidden<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return undefined;
    throw error;
  }
}
