import type { KubeConfig } from "@kubernetes/client-node";
import { readFile } from "node:fs/promises";
import type { RequestOptions } from "node:https";
import { dirname, resolve } from "node:path";
import type { Clock } from "../clock.ts";
import { AccessError } from "../errors.ts";
import { isRecord } from "../json.ts";
import type { ClusterAccess, Credentials, TlsMaterial } from "./access.ts";
import { cached } from "./cached.ts";
import { execInfo } from "./exec-info.ts";
import { type Headers, impersonationHeaders } from "./impersonation.ts";
import { unhonoured } from "./known-fields.ts";

export interface KubeconfigOptions {
  path: string;
  /** Default: the file's current-context. */
  context?: string | undefined;
  clock: Pick<Clock, "monotonic">;
}

interface Loaded {
  text: string;
  config: KubeConfig;
  /** The user of the context as the file has him: client-node drops fields. */
  user: Fields;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The access that a kubeconfig describes. client-node is loaded here, and only here, for what is hard: exec plugins,
 * OIDC, certificates as data or files. The file is read again every 60 s, so that rotated credentials are taken. What
 * of the file can't be honoured is refused.
 * Rejects with an AccessError that names the file and what is wrong with it.
 */
export async function fromKubeconfig(options: KubeconfigOptions): Promise<ClusterAccess> {
  const path = resolve(options.path);
  let loaded: Loaded | undefined;

  async function load(force: boolean): Promise<Loaded> {
    const text = await readConfig(path);
    // A new KubeConfig forgets what exec plugins answered: wanted after a 401, expensive each minute.
    if (!force && loaded?.text === text) return loaded;
    loaded = { text, ...(await parse(path, text, options.context)) };
    return loaded;
  }

  const credentials = cached(async (force) => resolveCredentials(path, await load(force)), options.clock);

  const { config } = await load(false);
  await credentials();
  return {
    server: (config.getCurrentCluster()?.server ?? "").replace(/\/+$/, ""),
    describe: `context "${config.getCurrentContext()}" of ${path}`,
    namespace: config.getContextObject(config.getCurrentContext())?.namespace,
    credentials,
  };
}

async function readConfig(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw problem(path, "can't be read", error);
  }
}

async function parse(
  path: string,
  text: string,
  context: string | undefined,
): Promise<Pick<Loaded, "config" | "user">> {
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  try {
    config.loadFromString(text);
    config.makePathsAbsolute(dirname(path));
  } catch (error) {
    throw problem(path, "is not a kubeconfig", error);
  }
  if (context) config.setCurrentContext(context);
  checkContext(path, config);
  const { parse: parseYaml } = await import("yaml");
  const { user, cluster } = written(parseYaml(text, { merge: true }), config);
  const problemOfFields = unhonoured(user, cluster);
  if (problemOfFields !== undefined) throw problem(path, `has ${problemOfFields}`);
  await informPlugin(config, user, cluster, dirname(path)).catch((error: unknown) => {
    throw problem(path, "has credentials that can't be used", error);
  });
  return { config, user };
}

/** client-node starts exec plugins without the environment that they may rely on. */
async function informPlugin(
  config: KubeConfig,
  user: Fields,
  cluster: Fields,
  folder: string,
): Promise<void> {
  const { exec } = user;
  const known = config.getCurrentUser();
  if (!isRecord(exec) || !known) return;
  const info = { name: "KUBERNETES_EXEC_INFO", value: await execInfo(exec, cluster, folder) };
  const env: unknown[] = Array.isArray(exec["env"]) ? exec["env"] : [];
  Object.assign(known, { exec: { ...exec, env: [...env, info] } });
}

/** User and cluster of the context, as the file has them. */
function written(file: unknown, config: KubeConfig) {
  const context = config.getContextObject(config.getCurrentContext());
  const entry = (list: string, name: string | undefined, kind: string): Record<string, unknown> => {
    const entries: unknown = isRecord(file) ? file[list] : undefined;
    const all: unknown[] = Array.isArray(entries) ? entries : [];
    const found = all.filter(isRecord).find((one) => one["name"] === name)?.[kind];
    return isRecord(found) ? Object.fromEntries(Object.entries(found).filter(([, v]) => v !== null)) : {};
  };
  return {
    user: entry("users", context?.user, "user"),
    cluster: entry("clusters", context?.cluster, "cluster"),
  };
}

function checkContext(path: string, config: KubeConfig): void {
  const name = config.getCurrentContext();
  const known = config.getContexts().map((context) => context.name);
  const has = `it has: ${known.join(", ") || "none"}`;
  if (!name) throw problem(path, `has no current-context; ${has}`);
  const context = config.getContextObject(name);
  if (!context) throw problem(path, `has no context "${name}"; ${has}`);
  checkCluster(path, config, context);
  if (context.user && !config.getUser(context.user)) {
    throw problem(path, `has no user "${context.user}", which its context "${name}" names`);
  }
}

function checkCluster(path: string, config: KubeConfig, context: { name: string; cluster: string }): void {
  const cluster = config.getCluster(context.cluster);
  if (!cluster) {
    throw problem(path, `has no cluster "${context.cluster}", which its context "${context.name}" names`);
  }
  if (!URL.canParse(cluster.server)) {
    throw problem(path, `has a cluster "${cluster.name}" whose server is not a URL: "${cluster.server}"`);
  }
}

async function resolveCredentials(path: string, { config, user }: Loaded): Promise<Credentials> {
  const options: RequestOptions = {};
  let impersonation: Headers | undefined;
  let token: string | undefined;
  try {
    await config.applyToHTTPSOptions(options);
    impersonation = impersonationHeaders(user);
    token = await tokenOfFile(path, user["tokenFile"]);
  } catch (error) {
    throw problem(path, "has credentials that can't be used", error);
  }
  const { ca, cert, key, passphrase, rejectUnauthorized, servername, auth } = options;
  const tls: TlsMaterial = {
    ca: pem(ca),
    cert: pem(cert),
    key: pem(key),
    passphrase,
    rejectUnauthorized,
    servername,
  };
  const basic = auth ? `Basic ${Buffer.from(auth).toString("base64")}` : undefined;
  return {
    tls,
    authorization: (token && `Bearer ${token}`) ?? authorizationHeader(options.headers) ?? basic,
    impersonation,
  };
}

/** It goes before a token in the kubeconfig itself, as for client-go; client-node doesn't know the field. */
async function tokenOfFile(path: string, file: unknown): Promise<string | undefined> {
  if (file === undefined || file === "") return undefined;
  if (typeof file !== "string") throw new Error(`"tokenFile" is ${JSON.stringify(file)}: write it in quotes`);
  const token = (await readFile(resolve(dirname(path), file), "utf8")).trim();
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

function problem(path: string, what: string, cause?: unknown): AccessError {
  const reason = cause instanceof Error ? `: ${cause.message}` : "";
  return new AccessError(`the kubeconfig ${path} ${what}${reason}`, { cause });
}
