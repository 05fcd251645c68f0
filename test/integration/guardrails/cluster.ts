import { z } from "zod";
import { fromKubeconfig } from "../../../src/kube/access/kubeconfig.ts";
import { type Client, createClient } from "../../../src/kube/client.ts";
import { systemClock } from "../../../src/kube/clock.ts";
import { ApiError } from "../../../src/kube/errors.ts";
import { createTransport } from "../../../src/kube/transport/transport.ts";
import type { PolicySpec } from "../../../src/api/policy/policy.ts";
import type { BatchTaskPolicy } from "../../../src/api/policy/policy.ts";
import type { BatchTaskSpec } from "../../../src/api/batchtask.ts";
import { NAMESPACES, POLICIES } from "../../../src/api/resources.ts";
import type { Cluster } from "../../cluster/index.ts";
import { eventually } from "../support/eventually.ts";
import { startCluster } from "../support/cluster.ts";
import { newTask, startOperator } from "../support/world.ts";

/** What the API server says of a task at apply time. */
export interface Verdict {
  allowed: boolean;
  /** The refusal's own words, one for each objection. */
  denied: string[];
  warned: string[];
}

/** A control plane of the test's own, since policies and admission hold for a whole cluster. */
export interface PolicyCluster extends AsyncDisposable {
  client: Client;
  cluster: Cluster;
  operator(namespace?: string): Promise<{ stop(): Promise<void> }>;
  namespace(name: string, labels?: Record<string, string>): Promise<void>;
  policy(name: string, spec: PolicySpec): Promise<BatchTaskPolicy>;
  /** A dry-run creation, or with an existing name a dry-run edit. */
  judge(namespace: string, spec: Partial<BatchTaskSpec>, existing?: string): Promise<Verdict>;
  /** Applies deploy/admission and waits until it is in force. */
  installAdmission(): Promise<void>;
}

export const only = (namespace: string): PolicySpec["namespaceSelector"] => ({
  matchLabels: { "kubernetes.io/metadata.name": namespace },
});

export async function startPolicyCluster(
  name: string,
  { kwok = 1, audit = false } = {},
): Promise<PolicyCluster> {
  const cluster = await startCluster(`${name}-${process.pid}`, kwok, audit);
  const access = await fromKubeconfig({ path: cluster.kubeconfig, clock: systemClock });
  const transport = createTransport({ access, clock: systemClock, random: Math.random });
  const client = createClient(transport, { fieldManager: "test" });
  const stops: (() => Promise<void>)[] = [];

  async function judge(namespace: string, spec: Partial<BatchTaskSpec>, existing?: string): Promise<Verdict> {
    const body = newTask(namespace, existing ?? "judged", spec);
    Object.assign(body, { apiVersion: "batchtask.dev/v1alpha1", kind: "BatchTask" });
    const query = { dryRun: "All" };
    return await verdictOf(async () =>
      existing
        ? client.raw("PUT", path(namespace, existing), { query, body: await onto(existing, body) })
        : client.raw("POST", path(namespace), { query, body }),
    );

    async function onto(task: string, { spec }: { spec: BatchTaskSpec }): Promise<object> {
      const { text } = await client.raw("GET", path(namespace, task));
      return Object.assign(z.record(z.string(), z.json()).parse(JSON.parse(text)), { spec });
    }
  }

  const policy = (name: string, spec: PolicySpec) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the API server fills in the rest of metadata
    client.create(POLICIES, { metadata: { name }, spec } as BatchTaskPolicy);

  return {
    client,
    cluster,
    judge,
    async operator(namespace) {
      const stop = await startOperator(cluster.kubeconfig, namespace);
      stops.push(stop);
      return { stop };
    },
    async namespace(name, labels) {
      await client.create(NAMESPACES, { metadata: { name, ...(labels && { labels }) } });
    },
    policy,
    async installAdmission() {
      const applied = await cluster.kubectl(["apply", "-f", "deploy/admission/"]);
      if (applied.code !== 0) throw new Error(applied.stderr);
      await client.create(NAMESPACES, { metadata: { name: "probe" } });
      await policy("probe", {
        namespaceSelector: only("probe"),
        rules: { backoffLimit: { max: 1, onViolation: "Reject" }, parallelism: { max: 1 } },
      });
      await eventually(
        () => judge("probe", { backoffLimit: 9 }),
        ({ allowed }) => !allowed,
      );
      await eventually(
        () => judge("probe", { parallelism: 9, completions: 9 }),
        ({ warned }) => warned.length === 1,
      );
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(stops.map((stop) => stop()));
      await transport.close();
      await cluster.down();
    },
  };
}

const path = (namespace: string, task = "") =>
  `/apis/batchtask.dev/v1alpha1/namespaces/${namespace}/batchtasks${task && `/${task}`}`;

/** What the API server says of a request. */
export async function verdictOf(ask: () => Promise<{ warnings: string[] }>): Promise<Verdict> {
  try {
    const { warnings } = await ask();
    return { allowed: true, denied: [], warned: warnings.flatMap(wordsOf) };
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 422) throw error;
    return { allowed: false, denied: wordsOf(error.detail), warned: [] };
  }
}

/** Without the API server's own introduction; each objection by itself. */
function wordsOf(text: string): string[] {
  return text.replace(/^.*?(denied request|with binding '[^']*'): /, "").split("; ");
}
