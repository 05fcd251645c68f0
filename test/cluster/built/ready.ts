import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plan } from "../plan/plan.ts";
import { SERVES } from "../plan/store.ts";
import { type ComponentState, ask } from "../supervise/protocol.ts";
import type { Api } from "../util/api.ts";
import { hasFields, logTail, parseJson } from "../util/files.ts";
import { type Wait, waitFor } from "../util/wait.ts";

/** Throws with a component's last words where one of them (any, without names) has ended. */
async function checkComponents(plan: Plan, names?: readonly string[]): Promise<void> {
  const components = await ask(plan.layout.socket, { op: "list" });
  const watched = components.filter(({ name }) => names?.includes(name) ?? true);
  const ended = watched.find((state) => !state.running);
  if (ended !== undefined) throw new Error(describeEnd(ended));
}

function describeEnd(state: ComponentState): string {
  return `${state.name} ended (${state.exit ?? "unknown"}).${logTail(state.log)}`;
}

/** A wait that also ends when a component does, and blames the named one when the time is up. */
export function watchedWait(
  plan: Plan,
  what: string,
  component: string,
  signal: AbortSignal | undefined,
): Wait {
  return {
    what,
    timeoutMs: 60_000,
    everyMs: 50,
    signal,
    between: () => checkComponents(plan),
    explain: () => logTail(join(plan.layout.logs, `${component}.log`)),
  };
}

/** Waits until etcd, or what serves in its place, says that it serves. */
export async function waitForStore(plan: Plan, signal: AbortSignal | undefined): Promise<void> {
  const { store, layout } = plan;
  const log = join(layout.logs, `${store}.log`);
  await waitFor(watchedWait(plan, `${store} serves`, store, signal), async () =>
    readFileSync(log, "utf8").includes(SERVES[store]),
  );
}

/** Waits until the API server is ready. */
export async function waitForApiServer(plan: Plan, api: Api, signal: AbortSignal | undefined): Promise<void> {
  const wait = watchedWait(plan, "kube-apiserver is ready", "kube-apiserver", signal);
  await waitFor({ ...wait, between: () => checkComponents(plan, [plan.store, "kube-apiserver"]) }, () =>
    api.get("/readyz").then(
      ({ status }) => status === 200,
      () => false,
    ),
  );
}

/** Waits until pods can be created: for the default ServiceAccount and the CA that pods mount. */
export async function waitForServiceAccount(
  plan: Plan,
  api: Api,
  signal: AbortSignal | undefined,
): Promise<void> {
  const paths = ["serviceaccounts/default", "configmaps/kube-root-ca.crt"];
  const wait = watchedWait(plan, "default ServiceAccount", "kube-controller-manager", signal);
  await waitFor(wait, async () => {
    const answers = await Promise.all(paths.map((path) => api.get(`/api/v1/namespaces/default/${path}`)));
    return answers.every(({ status }) => status === 200);
  });
}

interface NodeList {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly taints?: readonly { readonly key: string }[] };
    readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  }[];
}

function isNodeList(value: unknown): value is NodeList {
  return hasFields(value, "items");
}

/** Waits until every wanted node is Ready and takes pods. */
export async function waitForNodes(plan: Plan, api: Api, signal: AbortSignal | undefined): Promise<void> {
  const { real, kwok } = plan.nodes;
  const wanted = kwok + (real ? 1 : 0);
  const wait = watchedWait(plan, `${wanted} nodes are Ready`, real ? "kubelet" : "kwok", signal);
  await waitFor(wait, async () => {
    const items = parseJson((await api.get("/api/v1/nodes")).text, isNodeList)?.items ?? [];
    const ready = items.filter(
      ({ spec, status }) =>
        (status.conditions ?? []).some(({ type, status }) => type === "Ready" && status === "True") &&
        !(spec.taints ?? []).some(({ key }) => key === "node.kubernetes.io/not-ready"),
    );
    return ready.length >= wanted;
  });
}
