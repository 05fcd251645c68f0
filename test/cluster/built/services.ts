import { coredns, dnsObjects, kubeProxy, type Posted, serviceSigns } from "../node/services.ts";
import type { Plan } from "../plan/plan.ts";
import { ask } from "../supervise/protocol.ts";
import type { Api } from "../util/api.ts";
import { waitFor } from "../util/wait.ts";
import { watchedWait } from "./ready.ts";

/** Starts what makes Services and their names work for the real node's pods. */
export async function startServices(plan: Plan, api: Api, signal: AbortSignal | undefined): Promise<void> {
  if (!plan.nodes.real) return;
  for (const object of dnsObjects(plan)) await create(plan, api, object, signal);
  for (const spec of [kubeProxy(plan), coredns(plan)]) await ask(plan.layout.socket, { op: "start", spec });
}

/** Until the API server has made the namespace kube-system, nothing can be created in it. */
async function create(
  plan: Plan,
  api: Api,
  [path, body]: Posted,
  signal: AbortSignal | undefined,
): Promise<void> {
  await waitFor(watchedWait(plan, `POST ${path}`, "kube-apiserver", signal), async () => {
    const { status, text } = await api.post(path, body);
    if (status !== 201 && status !== 404) throw new Error(`can't create the Service of DNS: ${text}`);
    return status === 201;
  });
}

/** Waits until Services and their names work. */
export async function waitForServices(plan: Plan, signal: AbortSignal | undefined): Promise<void> {
  if (!plan.nodes.real) return;
  for (const { component, url, says } of serviceSigns(plan)) {
    await waitFor(watchedWait(plan, `${component} is ready`, component, signal), () =>
      fetch(url, { signal: AbortSignal.timeout(2_000) })
        .then((answer) => answer.text())
        .then(
          (text) => says.test(text),
          () => false,
        ),
    );
  }
}
