import { join } from "node:path";
import type { Store } from "../options.ts";
import { component } from "./component.ts";
import type { ComponentSpec, Plan } from "./plan.ts";

/** What its log says once it serves. */
export const SERVES: Readonly<Record<Store, string>> = {
  etcd: "ready to serve client requests",
  kine: "Kine available at",
};

/** What keeps the API server's data; nothing waits for the disk, since it need not survive the machine. */
export function store(plan: Plan): ComponentSpec {
  return plan.store === "kine" ? kine(plan) : etcd(plan);
}

function etcd(plan: Plan): ComponentSpec {
  const client = `http://127.0.0.1:${plan.network.ports.etcd}`;
  const peer = `http://127.0.0.1:${plan.network.ports.etcdPeer}`;
  return component(plan, "etcd", {
    name: "etcd",
    "data-dir": plan.layout.store,
    "listen-client-urls": client,
    "advertise-client-urls": client,
    "listen-peer-urls": peer,
    "initial-advertise-peer-urls": peer,
    "initial-cluster": `etcd=${peer}`,
    "quota-backend-bytes": String(4 * 1024 ** 3),
    "log-level": "info",
    "unsafe-no-fsync": "true",
  });
}

/** kine's own options of its sqlite driver, but for `_synchronous`. */
const SQLITE_OPTIONS = "_journal_mode=WAL&_busy_timeout=30000&_synchronous=OFF&_txlock=immediate";

function kine(plan: Plan): ComponentSpec {
  return component(plan, "kine", {
    "listen-address": `127.0.0.1:${plan.network.ports.etcd}`,
    endpoint: `sqlite://${join(plan.layout.store, "state.db")}?${SQLITE_OPTIONS}`,
  });
}
