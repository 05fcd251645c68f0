import { readFile } from "node:fs/promises";
import { isIPv6 } from "node:net";
import { join } from "node:path";
import type { Clock } from "../clock.ts";
import { AccessError } from "../errors.ts";
import type { ClusterAccess, Credentials } from "./access.ts";
import { cached } from "./cached.ts";
import { type Headers, impersonationHeaders } from "./impersonation.ts";
import type { Fields } from "./merge.ts";
import { proxyFromVariables } from "./proxy.ts";
import type { ProxyVariables } from "./proxy-variables.ts";

const serviceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

export interface InClusterOptions {
  /** KUBERNETES_SERVICE_HOST, as the caller found it. */
  host: string | undefined;
  /** KUBERNETES_SERVICE_PORT. */
  port: string | number | undefined;
  clock: Pick<Clock, "monotonic">;
  /** Whom the pod acts as, by the names of a kubeconfig: `as`, `as-uid`, `as-groups`. Default: itself. */
  impersonate?: Fields | undefined;
  /** Default: the environment names no proxies. */
  proxies?: ProxyVariables | undefined;
  /** The folder with `token`, `ca.crt` and `namespace`. */
  folder?: string;
}

/** The access of a pod through its ServiceAccount. Rejects with an AccessError that names what is missing or wrong. */
export async function inCluster(options: InClusterOptions): Promise<ClusterAccess> {
  const { host, port, clock, folder = serviceAccountFolder } = options;
  if (!host || !port) {
    throw new AccessError("not in a pod: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set");
  }
  const read = (file: string): Promise<string> => readText(join(folder, file));
  const impersonation = impersonationOf(options.impersonate);
  // One after the other, so that of two missing files always the same one is named.
  const credentials = cached(async (): Promise<Credentials> => {
    const authorization = `Bearer ${await read("token")}`;
    return { authorization, tls: { ca: await read("ca.crt") }, ...(impersonation && { impersonation }) };
  }, clock);
  await credentials();
  const server = `https://${isIPv6(host) ? `[${host}]` : host}:${port}`;
  return {
    server,
    proxy: proxyFromVariables(server, options.proxies),
    describe: `in-cluster ServiceAccount (${folder})`,
    namespace: await read("namespace").catch(() => undefined),
    credentials,
  };
}

function impersonationOf(fields: Fields = {}): Headers | undefined {
  try {
    return impersonationHeaders(fields);
  } catch (error) {
    throw new AccessError(error instanceof Error ? error.message : String(error), {
      cause: error,
      fix: "Give another one",
    });
  }
}

async function readText(file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AccessError(`the pod's ServiceAccount file ${file} can't be read: ${reason}`);
  });
  if (!text.trim()) throw new AccessError(`the pod's ServiceAccount file ${file} is empty`);
  return text.trim();
}
