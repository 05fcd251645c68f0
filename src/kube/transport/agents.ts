import { Agent, type Dispatcher, type Pool } from "undici";
import type { TlsMaterial } from "../access/access.ts";
import { type Gate, gated } from "./gate.ts";
import { createProxyAgent } from "./proxy-agent.ts";

export interface AgentLimits {
  /** TCP and TLS handshake, ms. */
  connectTimeoutMs: number;
  /** From the request to the answer's headers, ms. */
  headersTimeoutMs: number;
  /** The same of a request that may write. */
  writeTimeoutMs: number;
  /** Longest silence within the body of a plain request, ms. Watches have none: the reflector watches over them. */
  bodyTimeoutMs: number;
  /** Parallel connections for plain requests. */
  connections: number;
}

export interface AgentPair {
  /** For short requests; a watch never takes one of its connections. */
  requests: Dispatcher;
  watches: Dispatcher;
}

export interface AgentSource {
  /** The shared pair; a new one once CA, certificate or key differ from the last call's. */
  get(tls: TlsMaterial): AgentPair;
  /** Breaks all connections. */
  destroy(): Promise<void>;
}

export interface AgentOptions {
  /** Asked before each request that may write; none: nothing is asked. */
  gate?: Gate | undefined;
  /** The proxy that all connections are made through; none: directly. */
  proxy?: URL | undefined;
}

export function createAgents(limits: AgentLimits, { gate, proxy }: AgentOptions = {}): AgentSource {
  let current: { fingerprint: string; pair: AgentPair; agents: Dispatcher[] } | undefined;
  return {
    get(tls) {
      const fingerprint = JSON.stringify(tls);
      if (current?.fingerprint === fingerprint) return current.pair;
      const old = current?.agents ?? [];
      const { requests, watches } = createPair(tls, limits, proxy);
      const pair = { requests: gate ? gated(requests, gate) : requests, watches };
      current = { fingerprint, pair, agents: [requests, watches] };
      // Requests under way end in peace; nobody waits for them.
      for (const agent of old) agent.close().catch(ignore);
      return pair;
    },
    async destroy() {
      const agents = current?.agents ?? [];
      current = undefined;
      await Promise.all(agents.map((agent) => agent.destroy()));
    },
  };
}

const ignore = (): void => undefined;

function createPair(tls: TlsMaterial, limits: AgentLimits, proxy: URL | undefined): AgentPair {
  const connect = { ...defined(tls), timeout: limits.connectTimeoutMs };
  const make = (options: Pool.Options): Dispatcher => {
    const all = { allowH2: false, headersTimeout: limits.headersTimeoutMs, ...options };
    return proxy ? createProxyAgent(proxy, connect, all) : new Agent({ ...all, connect });
  };
  return {
    requests: make({ connections: limits.connections, bodyTimeout: limits.bodyTimeoutMs }),
    watches: make({ bodyTimeout: 0 }),
  };
}

/** tls.connect reads a present `undefined` as a value. */
function defined(tls: TlsMaterial): Partial<TlsMaterial> {
  return Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined));
}
