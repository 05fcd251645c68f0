import type { KubeConfig } from "@kubernetes/client-node";
import { readFile } from "node:fs/promises";
import type { RequestOptions } from "node:https";
import { dirname, resolve } from "node:path";
import type { Clock } from "../clock.ts";
import { AccessError } from "../errors.ts";
import { isRecord } from "../json.ts";
import type { ClusterAccess, TlsMaterial } from "./access.ts";
import { cached } from "./cached.ts";

export interface KubeconfigOptions {
  path: string;
  /** Default: the file's current-context. */
  context?: string | undefined;
  clock: Pick<Clock, "monotonic">;
}

interface Loaded {
  text: string;
  config: KubeConfig;
}

interface Credentials {
  server: string;
  tls: TlsMaterial;
  authorization: string | undefined;
}

/**
 * The access that a kubeconfig describes. client-node is loaded here, and only here, for what is hard: exec plugins,
 * OIDC, certificates as data or files. The file is read again every 60 s, so that rotated credentials are taken.
 * Rejects with an AccessError that names the file and what is wrong with it.
 */
export async function fromKubeconfig(options: KubeconfigOptions): Promise<ClusterAccess> {
  const path = resolve(options.path);
  let loaded: Loaded | undefined;

  async function load(force: boolean): Promise<Loaded> {
    const text = await readConfig(path);
    // A new KubeConfig forgets what exec plugins answered: wanted after a 401, expensive each minute.
    if (!force && loaded?.text === text) return loaded;
    loaded = { text, config: await parse(path, text, options.context) };
    return loaded;
  }

  const credentials = cached(
    async (force) => resolveCredentials(path, (await load(force)).config),
    options.clock,
  );

  const { config } = await load(false);
  const { server } = await credentials(false);
  return {
    server,
    describe: `context "${config.getCurrentContext()}" of ${path}`,
    namespace: config.getContextObject(config.getCurrentContext())?.namespace,
    tls: async () => (await credentials(false)).tls,
    authorization: async (force) => (await credentials(force)).authorization,
  };
}

async function readConfig(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw problem(path, "can't be read", error);
  }
}

async function parse(path: string, text: string, context: string | undefined): Promise<KubeConfig> {
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
  return config;
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
  if (cluster.proxyUrl)
    throw problem(path, `has a cluster "${cluster.name}" with a proxy-url: not supported`);
}

async function resolveCredentials(path: string, config: KubeConfig): Promise<Credentials> {
  const options: RequestOptions = {};
  try {
    await config.applyToHTTPSOptions(options);
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
    server: (config.getCurrentCluster()?.server ?? "").replace(/\/+$/, ""),
    tls,
    authorization: authorizationHeader(options.headers) ?? basic,
  };
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
