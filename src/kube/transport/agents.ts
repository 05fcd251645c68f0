import { Agent } from "undici";
import type { ClusterAccess, TlsMaterial } from "../access/access.ts";

export interface AgentLimits {
  /** TCP and TLS handshake, ms. */
  connectTimeoutMs: number;
  /** From the request to the answer's headers, ms. */
  headersTimeoutMs: number;
  /** Longest silence within the body of a plain request, ms. Watches have none: the reflector watches over them. */
  bodyTimeoutMs: number;
  /** Parallel connections for plain requests. */
  connections: number;
}

export interface AgentPair {
  /** For short requests; a watch never takes one of its connections. */
  requests: Agent;
  watches: Agent;
}

export interface AgentSource {
  /** The shared pair; a new one once CA, certificate or key differ from the last call's. */
  get(): Promise<AgentPair>;
  /** Breaks all connections. */
  destroy(): Promise<void>;
}

export function createAgents(access: Pick<ClusterAccess, "tls">, limits: AgentLimits): AgentSource {
  let current: { fingerprint: string; pair: AgentPair } | undefined;
  return {
    async get() {
      const tls = await access.tls();
      const fingerprint = JSON.stringify(tls);
      if (current?.fingerprint === fingerprint) return current.pair;
      const old = current?.pair;
      current = { fingerprint, pair: createPair(tls, limits) };
      if (old) retire(old);
      return current.pair;
    },
    async destroy() {
      const pair = current?.pair;
      current = undefined;
      if (pair) await Promise.all([pair.requests.destroy(), pair.watches.destroy()]);
    },
  };
}

const ignore = (): void => undefined;

/** Requests under way end in peace; nobody waits for them. */
function retire(pair: AgentPair): void {
  pair.requests.close().catch(ignore);
  pair.watches.close().catch(ignore);
}

function createPair(tls: TlsMaterial, limits: AgentLimits): AgentPair {
  const common = {
    allowH2: false,
    headersTimeout: limits.headersTimeoutMs,
    connect: { ...defined(tls), timeout: limits.connectTimeoutMs },
  };
  return {
    requests: new Agent({ ...common, connections: limits.connections, bodyTimeout: limits.bodyTimeoutMs }),
    watches: new Agent({ ...common, bodyTimeout: 0 }),
  };
}

/** tls.connect reads a present `undefined` as a value. */
function defined(tls: TlsMaterial): Partial<TlsMaterial> {
  return Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
}
