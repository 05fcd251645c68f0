import type { KubeConfig } from "@kubernetes/client-node";
import { readFile } from "node:fs/promises";
import type { RequestOptions } from "node:https";
import { dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Clock } from "../clock.ts";
import { isRecord } from "../json.ts";
import type { ClusterAccess, Credentials, TlsMaterial } from "./access.ts";
import { cached } from "./cached.ts";
import { type Choice, choose, type Chosen } from "./choose.ts";
import { execInfo } from "./exec-info.ts";
import { impersonationHeaders } from "./impersonation.ts";
import { unhonoured } from "./known-fields.ts";
import type { Fields } from "./merge.ts";
import { problem } from "./problem.ts";
import { proxyFromVariables, proxyUrl } from "./proxy.ts";
import type { ProxyVariables } from "./proxy-variables.ts";
import { type KubeconfigText, parseTexts, readTexts } from "./read.ts";

export interface KubeconfigOptions extends Choice {
  /** One file, or several that are merged, of which those that are not there are passed over. */
  path: string | readonly string[];
  /** What goes before the user's own `as`, `as-uid` and `as-groups`, by these names. */
  impersonate?: Fields | undefined;
  /** Default: the environment names no proxies. */
  proxies?: ProxyVariables | undefined;
  clock: Pick<Clock, "monotonic">;
}

interface Loaded {
  texts: readonly KubeconfigText[];
  config: KubeConfig;
  chosen: Chosen;
}

/**
 * The access that a kubeconfig describes. client-node is loaded here, and only here, for what is hard: exec plugins,
 * OIDC, certificates as data or files. The files are read again every 60 s, so that rotated credentials are taken. What
 * of them can't be honoured is refused.
 * Rejects with an AccessError that names the file and what is wrong with it.
 */
export async function fromKubeconfig(options: KubeconfigOptions): Promise<ClusterAccess> {
  const paths = typeof options.path === "string" ? [options.path] : options.path;
  let loaded: Loaded | undefined;

  async function load(force: boolean): Promise<Loaded> {
    const texts = await readTexts(paths);
    // A new KubeConfig forgets what exec plugins answered: wanted after a 401, expensive each minute.
    if (!force && loaded && isDeepStrictEqual(loaded.texts, texts)) return loaded;
    const chosen = honoured(choose(await parseTexts(texts), options), options.impersonate);
    loaded = { texts, chosen, config: await clientConfig(chosen) };
    return loaded;
  }

  const credentials = cached(async (force) => resolveCredentials(await load(force)), options.clock);

  const { chosen } = await load(false);
  const server = serverOf(chosen).replace(/\/+$/, "");
  const proxy = proxyOf(chosen) ?? proxyFromVariables(server, options.proxies);
  await credentials();
  const { describe, namespace } = chosen;
  const names = { context: chosen.context, cluster: chosen.cluster.name, user: chosen.user.name };
  return { server, proxy, describe, names, namespace, credentials };
}

const serverOf = ({ cluster }: Chosen): string => String(cluster.fields["server"]);

/** With whom the caller acts as; refuses what can't be honoured. */
function honoured(chosen: Chosen, impersonate: Fields = {}): Chosen {
  const { user, cluster } = chosen;
  const ofUser = unhonoured(user.fields, {});
  if (ofUser !== undefined) throw problem(user.path, `has ${ofUser}`);
  const ofCluster = unhonoured({}, cluster.fields);
  if (ofCluster !== undefined) throw problem(cluster.path, `has ${ofCluster}`);
  return { ...chosen, user: { ...user, fields: { ...user.fields, ...impersonate } } };
}

/** The cluster's own proxy, which counts for servers on this machine, too. */
function proxyOf({ cluster: { name, path, fields } }: Chosen): URL | undefined {
  const value = fields["proxy-url"];
  if (value === undefined || value === "") return undefined;
  try {
    return proxyUrl(typeof value === "string" ? value : "");
  } catch (error) {
    throw problem(path, `has a cluster "${name}" whose "proxy-url" can't be used`, {
      cause: error,
      fix: "Name another one there",
    });
  }
}

/** What client-node is told: no more than the chosen ones, and no proxy, for it sends nothing. */
async function clientConfig({ cluster, user }: Chosen): Promise<KubeConfig> {
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  const { "proxy-url": _, ...fields } = cluster.fields;
  const names = { cluster: cluster.name, user: user.name };
  try {
    const known = {
      clusters: [{ name: cluster.name, cluster: fields }],
      users: [
        { name: user.name, user: await withExecInfo(user.fields, cluster.fields, dirname(cluster.path)) },
      ],
      contexts: [{ name: "chosen", context: names }],
      "current-context": "chosen",
    };
    config.loadFromString(JSON.stringify(known));
  } catch (error) {
    throw problem(user.path, "has credentials that can't be used", { cause: error });
  }
  return config;
}

/** client-node starts exec plugins without the environment that they may rely on. */
async function withExecInfo(user: Fields, cluster: Fields, folder: string): Promise<Fields> {
  const { exec } = user;
  if (!isRecord(exec)) return user;
  const info = { name: "KUBERNETES_EXEC_INFO", value: await execInfo(exec, cluster, folder) };
  const env: unknown[] = Array.isArray(exec["env"]) ? exec["env"] : [];
  return { ...user, exec: { ...exec, env: [...env, info] } };
}

async function resolveCredentials({ config, chosen }: Loaded): Promise<Credentials> {
  const { path, fields } = chosen.user;
  try {
    const impersonation = impersonationHeaders(fields);
    // As kubectl: without TLS anybody on the way could read them.
    if (new URL(serverOf(chosen)).protocol !== "https:") return { tls: {}, impersonation };
    const options: RequestOptions = {};
    await config.applyToHTTPSOptions(options);
    const token = await tokenOfFile(fields["tokenFile"]);
    const basic = options.auth ? `Basic ${Buffer.from(options.auth).toString("base64")}` : undefined;
    const authorization = (token && `Bearer ${token}`) ?? authorizationHeader(options.headers) ?? basic;
    return { tls: tlsOf(options), authorization, impersonation };
  } catch (error) {
    throw problem(path, "has credentials that can't be used", { cause: error });
  }
}

function tlsOf({ ca, cert, key, passphrase, rejectUnauthorized, servername }: RequestOptions): TlsMaterial {
  return { ca: pem(ca), cert: pem(cert), key: pem(key), passphrase, rejectUnauthorized, servername };
}

/** It goes before a token in the kubeconfig itself, as for client-go; client-node doesn't know the field. */
async function tokenOfFile(file: unknown): Promise<string | undefined> {
  if (file === undefined || file === "") return undefined;
  if (typeof file !== "string") throw new Error(`"tokenFile" is ${JSON.stringify(file)}: write it in quotes`);
  const token = (await readFile(file, "utf8")).trim();
  if (token === "") throw new Error(`"tokenFile" ${file} is empty`);
  return token;
}

function authorizationHeader(headers: RequestOptions["headers"]): string | undefined {
  const value = isRecord(headers) ? headers["Authorization"] : undefined;
  return typeof value === "string" ? value : undefined;
}

function pem(value: unknown): string | undefined {
  if (Buffer.isBuffer(value)) return value.toString("utf8");
  return typeof value === "string" ? value : undefined;
}
