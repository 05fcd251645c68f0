import { EVENT_TIMING, type EventTiming } from "./events.ts";
import type { Hub } from "./hub.ts";
import type { Assets, ClusterPort } from "./ports.ts";
import type { Session } from "./session.ts";

/** The parts of a clock that the server goes by. */
export interface ServerClock {
  now: () => number;
  monotonic: () => number;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface PageServerOptions {
  cluster: ClusterPort;
  assets: Assets;
  /** 32 random bytes or more, in characters of a URL, each time anew. */
  secret: () => string;
  clock: ServerClock;
  /** 0: one that is free. */
  port: number;
  limits?: Partial<Limits>;
}

export interface Limits extends EventTiming {
  /** Streams of rows, and of logs, that are open at once. */
  streams: number;
  logs: number;
  connections: number;
  /** Without a reader for so long the server ends. */
  idleMs: number;
  /** How long the cluster is watched on without a reader. */
  graceMs: number;
  batchMs: number;
}

export const LIMITS: Limits = {
  ...EVENT_TIMING,
  streams: 16,
  logs: 16,
  connections: 128,
  idleMs: 3_600_000,
  graceMs: 60_000,
  batchMs: 100,
};

/** All that a request is answered from. */
export interface World extends PageServerOptions {
  limits: Limits;
  hub: Hub;
  session: Session;
  port: number;
  /** The path that all of the page is under, with a slash at both ends: nobody can guess it. */
  base: string;
  open: { streams: number; logs: number };
  touch: () => void;
}
