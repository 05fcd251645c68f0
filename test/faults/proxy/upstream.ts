import { readFile } from "node:fs/promises";
import { Agent, type Dispatcher, request } from "undici";
import { parseJson } from "../support/json.ts";

/** The real API server, with full rights. */
export interface Upstream {
  /** One exchange; rejects where there is no answer. */
  readonly send: (outgoing: Outgoing) => Promise<Dispatcher.ResponseData>;
  readonly close: () => Promise<void>;
}

export interface Outgoing {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: Buffer | string | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Kubeconfig {
  clusters: { cluster: { server: string; "certificate-authority-data": string } }[];
  users: { user: { "client-certificate-data": string; "client-key-data": string } }[];
}

/** Opens the API server of a test cluster, by the kubeconfig that the cluster wrote (as JSON). */
export async function openUpstream(kubeconfig: string): Promise<Upstream> {
  const { clusters, users } = parseJson<Kubeconfig>(await readFile(kubeconfig, "utf8"));
  const [cluster, user] = [clusters[0]?.cluster, users[0]?.user];
  if (!cluster || !user) throw new Error(`${kubeconfig} names no cluster or no user`);
  const connect = {
    ca: pem(cluster["certificate-authority-data"]),
    cert: pem(user["client-certificate-data"]),
    key: pem(user["client-key-data"]),
  };
  const agent = new Agent({ connect, allowH2: false, bodyTimeout: 0, headersTimeout: 60_000 });
  return {
    send: ({ method, path, headers = {}, body, signal }) =>
      request(`${cluster.server}${path}`, {
        dispatcher: agent,
        method,
        headers,
        body: body ?? null,
        signal: signal ?? null,
      }),
    close: () => agent.destroy(),
  };
}

function pem(data: string): string {
  return Buffer.from(data, "base64").toString("utf8");
}
