import { readFileSync } from "node:fs";
import { join } from "node:path";
import { serverUrl } from "./network.ts";
import type { Plan } from "./plan.ts";

/** A kubeconfig for one of the cluster's users, whole in itself, so that it can be copied elsewhere. */
export function kubeconfig(plan: Plan, user: string): object {
  const data = (file: string): string =>
    readFileSync(join(plan.layout.certificates, file)).toString("base64");
  const cluster = plan.name;
  return {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: cluster,
        cluster: { server: serverUrl(plan.network), "certificate-authority-data": data("ca.crt") },
      },
    ],
    users: [
      {
        name: user,
        user: { "client-certificate-data": data(`${user}.crt`), "client-key-data": data(`${user}.key`) },
      },
    ],
    contexts: [{ name: cluster, context: { cluster, user } }],
    "current-context": cluster,
  };
}
