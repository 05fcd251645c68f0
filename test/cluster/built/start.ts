import { mkdirSync } from "node:fs";
import { makeCertificates } from "../certificates/certificates.ts";
import { startRealNode } from "../node/start.ts";
import type { Settings } from "../options.ts";
import { writeConfigFiles } from "../plan/config-files.ts";
import { apiServer, controllerManager, kwok, scheduler } from "../plan/control-plane.ts";
import { type ComponentSpec, NODE_NAMESPACES, type Plan } from "../plan/plan.ts";
import { store } from "../plan/store.ts";
import { ask } from "../supervise/protocol.ts";
import { openApi } from "../util/api.ts";
import { createKwokNodes } from "./kwok-nodes.ts";
import { startServices, waitForServices } from "./services.ts";
import { waitForApiServer, waitForNodes, waitForServiceAccount, waitForStore } from "./ready.ts";

/** Starts every part of a planned cluster and waits until it takes pods. */
export async function startParts(plan: Plan, settings: Settings): Promise<void> {
  const { signal } = settings;
  mkdirSync(plan.layout.logs, { recursive: true });
  mkdirSync(plan.layout.store, { recursive: true, mode: 0o700 });
  await makeCertificates(plan.layout.certificates, plan.network, settings.environment);
  writeConfigFiles(plan);
  const node = plan.nodes.real ? await startRealNode(plan, settings) : undefined;
  const start = async (spec: ComponentSpec): Promise<void> => {
    await ask(plan.layout.socket, { op: "start", spec });
  };
  await start(store(plan));
  await waitForStore(plan, signal);
  await start(apiServer(plan));
  const api = openApi(plan.layout.kubeconfig);
  try {
    await waitForApiServer(plan, api, signal);
    await start(controllerManager(plan));
    await start(scheduler(plan));
    await node?.join();
    await startServices(plan, api, signal);
    if (plan.nodes.kwok > 0) await start(kwok(plan));
    await createKwokNodes(plan, api);
    await waitForServiceAccount(plan, api, signal);
    await waitForNodes(plan, api, signal);
    await waitForServices(plan, signal);
  } finally {
    api.close();
  }
}

/** Needed by the others, in the order in which they can start. */
const FIRST = ["containerd", "etcd", "kine", "kube-apiserver"];

/** Starts what has ended of a cluster whose supervisor still runs, and waits until it takes pods again. */
export async function healParts(plan: Plan, settings: Settings): Promise<void> {
  const { socket, kubeconfig } = plan.layout;
  const { signal, report } = settings;
  const ended = (await ask(socket, { op: "list" })).filter((state) => !state.running).map(({ name }) => name);
  if (ended.includes(NODE_NAMESPACES)) throw new Error("the node's namespaces have ended");
  const restart = async (names: readonly string[]): Promise<void> => {
    for (const name of names) {
      report(`Starting ${name} again …`);
      await ask(socket, { op: "restart", name });
    }
  };
  const api = openApi(kubeconfig);
  try {
    await restart(FIRST.filter((name) => ended.includes(name)));
    await waitForApiServer(plan, api, signal);
    await restart(ended.filter((name) => !FIRST.includes(name)));
    await waitForServiceAccount(plan, api, signal);
    await waitForNodes(plan, api, signal);
    await waitForServices(plan, signal);
  } finally {
    api.close();
  }
}
