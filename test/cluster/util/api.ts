import { Agent, request } from "node:https";
import { hasFields, readJson } from "./files.ts";

interface KubeconfigFile {
  readonly clusters: readonly [{ cluster: { server: string; "certificate-authority-data": string } }];
  readonly users: readonly [{ user: { "client-certificate-data": string; "client-key-data": string } }];
}

function isKubeconfig(value: unknown): value is KubeconfigFile {
  return hasFields(value, "clusters", "users");
}

function pem(data: string): Buffer {
  return Buffer.from(data, "base64");
}

/** An API server's answer. */
interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Small client for the API server of a cluster of ours, for what `up` itself has to ask. */
export interface Api {
  readonly get: (path: string) => Promise<Answer>;
  readonly post: (path: string, body: unknown) => Promise<Answer>;
  readonly close: () => void;
}

/** Opens a client with the credentials of a kubeconfig that this folder's code wrote. */
export function openApi(kubeconfig: string): Api {
  const file = readJson(kubeconfig, isKubeconfig);
  if (file === undefined) throw new Error(`${kubeconfig} is not a kubeconfig of ours`);
  const [{ cluster }, { user }] = [file.clusters[0], file.users[0]];
  const agent = new Agent({
    keepAlive: true,
    ca: pem(cluster["certificate-authority-data"]),
    cert: pem(user["client-certificate-data"]),
    key: pem(user["client-key-data"]),
  });
  const call = (method: string, path: string, body?: unknown): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const headers = { "content-type": "application/json" };
      const url = `${cluster.server}${path}`;
      const sent = request(url, { method, agent, headers, timeout: 5_000 }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (data: string) => (text += data));
        response.once("error", reject);
        response.once("end", () => resolve({ status: response.statusCode ?? 0, text }));
      });
      sent.once("timeout", () => sent.destroy(new Error(`${method} ${path}: no answer in 5 s`)));
      sent.once("error", reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
  return {
    get: (path) => call("GET", path),
    post: (path, body) => call("POST", path, body),
    close: () => agent.destroy(),
  };
}
