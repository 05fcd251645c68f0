import type { BatchTaskPolicy } from "../../api/policy/policy.ts";
import { BATCHTASKS, POLICIES } from "../../api/resources.ts";
import { BASELINE } from "../../guardrails/baseline.ts";
import { ApiError } from "../../kube/errors.ts";
import { walkPages } from "../../kube/pages.ts";
import type { Cluster } from "../cluster/connect.ts";
import type { Context } from "../context.ts";
import { CliError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import { type AffectedTask, affectedBy } from "./affected.ts";

/** Which tasks are looked at. */
export interface Where {
  /** undefined: the API server is asked for all, and if that is refused for those of the context's namespace. */
  namespace: string | undefined;
  /** To be refused is an error then. */
  allNamespaces: boolean;
  selector: string | undefined;
}

/** What was looked at. */
export interface Walked {
  /** undefined: all namespaces. */
  namespace: string | undefined;
  tasks: number;
  refused: number;
  adjusted: number;
}

const isForbidden = (error: unknown): boolean => error instanceof ApiError && error.status === 403;

/**
 * Tells of each task that a policy refuses or changed, page by page; nothing is kept. What one has no right to see is
 * told on stderr.
 * @param found is called for each page, with those of it
 * @throws CliError where there is no such policy
 */
export async function walkAffected(
  context: Context,
  cluster: Cluster,
  { name, where, found }: { name: string; where: Where; found: (tasks: AffectedTask[]) => Promise<void> },
): Promise<Walked> {
  const { signal, stderr } = context;
  const { client } = cluster;
  const policy = await findPolicy(context, cluster, name);
  const walked: Walked = { namespace: where.namespace, tasks: 0, refused: 0, adjusted: 0 };
  const walk = async () => {
    const query = { namespace: walked.namespace, labelSelector: where.selector, signal };
    for await (const page of walkPages(client, BATCHTASKS, query)) {
      const affected = page.flatMap((task) => affectedBy(name, task) ?? []);
      walked.tasks += page.length;
      for (const { result } of affected) walked[result === "Refused" ? "refused" : "adjusted"] += 1;
      await found(affected);
    }
  };
  try {
    await walk();
  } catch (error) {
    const mayNarrow = where.namespace === undefined && !where.allNamespaces && walked.tasks === 0;
    if (!mayNarrow || !isForbidden(error)) throw error;
    walked.namespace = cluster.namespace;
    await walk();
    stderr.write(`${unseen(cluster.namespace, policy)}\n`);
  }
  return walked;
}

function unseen(namespace: string, policy: BatchTaskPolicy | undefined): string {
  const { adjusted, rejected } = policy?.status ?? {};
  const all =
    adjusted === undefined || rejected === undefined
      ? ""
      : `; of all namespaces the policy's status counts ${rejected} rejected and ${adjusted} adjusted`;
  return `note: you have no right to list the tasks of all namespaces, so only those of namespace ${namespace} were looked at${all}`;
}

/** undefined: it may not be read, which is told; or it is the built-in baseline. */
async function findPolicy(
  { signal, stderr }: Context,
  { client }: Cluster,
  name: string,
): Promise<BatchTaskPolicy | undefined> {
  try {
    const policy = await client.get(POLICIES, { name }, { signal });
    if (policy || name === BASELINE.name) return policy;
  } catch (error) {
    if (!isForbidden(error)) throw error;
    stderr.write(`note: you have no right to read policies, so nobody looked whether there is one ${name}\n`);
    return undefined;
  }
  throw new CliError(
    `there is no BatchTaskPolicy ${name}`,
    EXIT.Refused,
    "See `kubectl get batchtaskpolicies` for those that there are",
  );
}
