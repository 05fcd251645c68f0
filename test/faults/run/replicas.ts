import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openProxy, type Proxy } from "../proxy/proxy.ts";
import type { ProxyOptions } from "../proxy/strike.ts";
import { type Ending, type OperatorProcess, startOperator } from "./operator.ts";

/** The operator's processes of one run, each with a way of its own to the API server. */
export interface Replicas {
  readonly count: number;
  /** How often a replica has been started. */
  readonly starts: (replica: number) => number;
  readonly processes: () => OperatorProcess[];
  /** SIGKILL, and a new process in its place after so many ms. */
  readonly crash: (replica: number, awayMs: number) => void;
  /** SIGKILL for good. */
  readonly kill: (replica: number) => void;
  /** Which were ended for good, and when. */
  readonly kills: () => { readonly replica: number; readonly at: number }[];
  readonly signal: (replica: number, signal: NodeJS.Signals) => void;
  /** Sets the wall clocks of all of them wrong, by so many seconds. */
  readonly jump: (seconds: number) => void;
  readonly endings: () => Ending[];
  /** `performance.now()` when the last of them had filled its caches. */
  readonly servedAt: () => number;
  /** Resolves once every process that should run has filled its caches. */
  readonly serving: (timeoutMs: number) => Promise<boolean>;
  readonly close: () => Promise<void>;
}

export interface ReplicasOptions {
  /** The operator's bundle. */
  readonly program: string;
  readonly count: number;
  readonly args: readonly string[];
  readonly proxy: ProxyOptions;
  /** Their wall clocks can be set wrong. */
  readonly jumpingClocks: boolean;
  /** Some workloads begin before the operator does. */
  readonly startAfter: Promise<unknown>;
}

/** Said once the caches are filled: by one that works, and by one that stands by. */
const SERVING = /Caches are filled; serving|Standing for the lease/;

const CLOCK = import.meta.resolve("./clock.ts");

export async function startReplicas(options: ReplicasOptions): Promise<Replicas> {
  const { program, count, args, proxy, startAfter, jumpingClocks } = options;
  const proxies: Proxy[] = [];
  for (let replica = 0; replica < count; replica += 1) proxies.push(await openProxy(proxy, replica));
  const current = new Map<number, OperatorProcess>();
  const endings: Ending[] = [];
  const starts = new Map<number, number>();
  const dead = new Set<number>();
  const kills: { replica: number; at: number }[] = [];
  let closing = false;
  let servedAt = 0;
  const clock = join(tmpdir(), `batchtask-faults-${process.pid}-clock-${performance.now()}`);
  const special = jumpingClocks
    ? { nodeArgs: [`--import=${CLOCK}`], environment: { BATCHTASK_FAULTS_CLOCK: clock } }
    : {};

  function start(replica: number): void {
    if (closing || dead.has(replica)) return;
    const operator = startOperator({ program, replica, url: proxies[replica]?.url ?? "", args, ...special });
    current.set(replica, operator);
    starts.set(replica, (starts.get(replica) ?? 0) + 1);
    void operator.says(SERVING).then((at) => (servedAt = Math.max(servedAt, at)));
    void afterwards(replica, operator);
  }

  /** What ends by itself is started again, as the kubelet would. */
  async function afterwards(replica: number, operator: OperatorProcess): Promise<void> {
    const ending = await operator.ended;
    endings.push(ending);
    if (ending.meant) return;
    await sleep(200);
    start(replica);
  }

  /** One after another, so that the first one leads. */
  async function startAll(): Promise<void> {
    await startAfter;
    for (const replica of proxies.keys()) {
      start(replica);
      if (replica + 1 < count) await current.get(replica)?.says(SERVING);
    }
  }

  void startAll();

  const allServe = (): boolean =>
    proxies.every((_, replica) => dead.has(replica) || serves(current.get(replica)));

  return {
    count,
    starts: (replica) => starts.get(replica) ?? 0,
    processes: () => [...current.values()],
    crash(replica, awayMs) {
      current.get(replica)?.signal("SIGKILL");
      current.delete(replica);
      void sleep(awayMs).then(() => start(replica));
    },
    kills: () => kills,
    kill(replica) {
      kills.push({ replica, at: performance.now() });
      dead.add(replica);
      current.get(replica)?.signal("SIGKILL");
      current.delete(replica);
    },
    signal: (replica, signal) => current.get(replica)?.signal(signal),
    jump(seconds) {
      writeFileSync(clock, String(seconds));
      for (const operator of current.values()) operator.signal("SIGUSR2");
    },
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
      rmSync(clock, { force: true });
    },
  };
}

function serves(process: OperatorProcess | undefined): boolean {
  return process !== undefined && process.running() && SERVING.test(process.log());
}
