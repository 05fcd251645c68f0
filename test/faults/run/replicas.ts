import { setTimeout as sleep } from "node:timers/promises";
import { openProxy, type Proxy } from "../proxy/proxy.ts";
import type { ProxyOptions } from "../proxy/strike.ts";
import { type Ending, type OperatorProcess, startOperator } from "./operator.ts";

/** The operator's processes of one run, each with a way of its own to the API server. */
export interface Replicas {
  readonly count: number;
  readonly processes: () => OperatorProcess[];
  /** SIGKILL, and a new process in its place after so many ms. */
  readonly crash: (replica: number, awayMs: number) => void;
  /** SIGKILL for good. */
  readonly kill: (replica: number) => void;
  readonly signal: (replica: number, signal: NodeJS.Signals) => void;
  readonly endings: () => Ending[];
  /** `performance.now()` when the last of them had filled its caches. */
  readonly servedAt: () => number;
  /** Resolves once every process that should run has filled its caches. */
  readonly serving: (timeoutMs: number) => Promise<boolean>;
  readonly close: () => Promise<void>;
}

export interface ReplicasOptions {
  readonly count: number;
  readonly args: readonly string[];
  readonly proxy: ProxyOptions;
  /** Some workloads begin before the operator does. */
  readonly startAfter: Promise<unknown>;
}

const SERVING = "Caches are filled; serving";

export async function startReplicas({ count, args, proxy, startAfter }: ReplicasOptions): Promise<Replicas> {
  const proxies: Proxy[] = [];
  for (let replica = 0; replica < count; replica += 1) proxies.push(await openProxy(proxy, replica));
  const current = new Map<number, OperatorProcess>();
  const endings: Ending[] = [];
  const dead = new Set<number>();
  let closing = false;
  let servedAt = 0;

  function start(replica: number): void {
    if (closing || dead.has(replica)) return;
    const process = startOperator({ replica, url: proxies[replica]?.url ?? "", args });
    current.set(replica, process);
    void process.says(SERVING).then((at) => (servedAt = Math.max(servedAt, at)));
    void afterwards(replica, process);
  }

  /** What ends by itself is started again, as the kubelet would. */
  async function afterwards(replica: number, process: OperatorProcess): Promise<void> {
    const ending = await process.ended;
    endings.push(ending);
    if (ending.meant) return;
    await sleep(200);
    start(replica);
  }

  void startAfter.then(() => proxies.forEach((_, replica) => start(replica)));

  const allServe = (): boolean =>
    proxies.every((_, replica) => dead.has(replica) || serves(current.get(replica)));

  return {
    count,
    processes: () => [...current.values()],
    crash(replica, awayMs) {
      current.get(replica)?.signal("SIGKILL");
      current.delete(replica);
      void sleep(awayMs).then(() => start(replica));
    },
    kill(replica) {
      dead.add(replica);
      current.get(replica)?.signal("SIGKILL");
      current.delete(replica);
    },
    signal: (replica, signal) => current.get(replica)?.signal(signal),
    endings: () => endings,
    servedAt: () => servedAt,
    async serving(timeoutMs) {
      const end = performance.now() + timeoutMs;
      while (!allServe() && performance.now() < end) await sleep(30);
      return allServe();
    },
    async close() {
      closing = true;
      const processes = [...current.values()];
      for (const process of processes) process.signal("SIGKILL");
      await Promise.all(processes.map(({ ended }) => ended));
      for (const proxy of proxies) proxy.close();
    },
  };
}

function serves(process: OperatorProcess | undefined): boolean {
  return process !== undefined && process.running() && process.log().includes(SERVING);
}
