import { setTimeout as sleep } from "node:timers/promises";
import { LEASES } from "../../../src/kube/leader-election/lease.ts";
import { microTime } from "../../../src/kube/time.ts";
import { createBoard } from "../plan/board.ts";
import type { Action, Fault } from "../plan/schema.ts";
import { type Call, isWrite } from "../proxy/call.ts";
import { createWatches } from "../proxy/watches.ts";
import type { Workload } from "../workloads/workload.ts";
import { createEffects } from "./effects.ts";
import type { Evidence } from "./evidence.ts";
import { holder, takeover } from "./lease-holder.ts";
import { play, type Played } from "./play.ts";
import { type Replicas, startReplicas } from "./replicas.ts";
import { createScene } from "./scene.ts";
import type { Stage } from "./stage.ts";

export interface RunOptions {
  readonly stage: Stage;
  readonly workload: Workload;
  readonly faults: readonly Fault[];
  readonly replicas: number;
  readonly args?: readonly string[];
  readonly stepTimeoutMs?: number;
  /** How long the operator is watched once it is at rest. */
  readonly quietMs?: number | undefined;
  /** Actions on the cluster itself; absent where others use it too. */
  readonly cluster?: (action: Action) => Promise<void>;
}

/**
 * Silence that begins the time in which nothing may be written. Progress is written a second and a half later, and a
 * call that was refused with `Retry-After: 1` is repeated a second later.
 */
const SETTLE_MS = 2_000;
/** Writes that go on for longer than that have no end. */
const LONGEST_SETTLE_MS = 20_000;
/** With the silence before it, it shows whatever is written each 3 s. */
const QUIET_MS = 1_300;

const shared = (action: Action): Promise<void> =>
  Promise.reject(new Error(`needs a cluster of its own: ${JSON.stringify(action)}`));

/** One workload under these faults, in a namespace of its own. */
export async function perform(options: RunOptions): Promise<Evidence> {
  const { stage, workload, faults } = options;
  const namespace = await stage.namespace();
  const board = createBoard(faults);
  const calls: Call[] = [];
  const watches = createWatches(() => undefined);
  const later: { replicas?: Replicas } = {};
  const effect = createEffects({
    watches,
    replicas: () => {
      if (!later.replicas) throw new Error("no replica has been started yet");
      return later.replicas;
    },
    cluster: options.cluster ?? shared,
    leader: () => holder(calls),
    steal: () => steal(stage, namespace),
  });
  const mayStart = Promise.withResolvers<void>();
  if (workload.operatorAfter === undefined) mayStart.resolve();
  const replicas = await startReplicas({
    program: stage.program,
    count: options.replicas,
    args: [
      `--namespace=${namespace}`,
      "--workers=4",
      ...(options.replicas > 1 ? [`--lease-namespace=${namespace}`] : ["--leader-elect=false"]),
      ...(options.args ?? []),
    ],
    proxy: {
      upstream: stage.upstream,
      board,
      watches,
      calls,
      effect,
      starts: (replica) => later.replicas?.starts(replica) ?? 1,
    },
    startAfter: mayStart.promise,
    jumpingClocks: faults.some((fault) => fault.do.jump !== undefined),
  });
  later.replicas = replicas;
  const pending: Promise<void>[] = [];
  try {
    // Watches are open, and a standby is warm, before anything happens.
    if (workload.operatorAfter === undefined) await replicas.serving(30_000);
    const played = await play(workload, {
      scene: createScene(stage, namespace),
      stepTimeoutMs: options.stepTimeoutMs ?? 90_000,
      async onStep(when, step) {
        for (const { action, afterMs } of board.atStep(when, step)) {
          if (afterMs === 0) await effect(action, 0);
          else pending.push(sleep(afterMs).then(() => effect(action, 0)));
        }
        if (when === "after" && step === workload.operatorAfter) mayStart.resolve();
      },
    });
    await Promise.all(pending);
    const served = await replicas.serving(30_000);
    const { quietSince, settled } = await settle(calls);
    await sleep(options.quietMs ?? QUIET_MS);
    const struckAt = board.lastStrike();
    const stalledAt = played.stalledAt ?? (served ? undefined : "the operator's start");
    const takeoverMs = takeoverOf(replicas, calls);
    const recoveryMs = struckAt === undefined ? undefined : recovery(played, struckAt, replicas.servedAt());
    return await gather(
      { stage, namespace, replicas, calls },
      { stalledAt, quietSince, settled, recoveryMs, takeoverMs, faults, idle: board.idle() },
    );
  } finally {
    await replicas.close();
  }
}

/** Somebody takes the lease, and never renews it. */
async function steal({ client }: Stage, namespace: string): Promise<void> {
  const spec = { holderIdentity: "somebody else", renewTime: microTime(Date.now()) };
  await client.mergePatch(LEASES, { namespace, name: "batchtask-operator" }, { spec });
}

/** From the last fault until the next state that the workload waited for, and until every process serves. */
function recovery({ completed }: Played, struckAt: number, servedAt: number): number {
  const next = completed.find(({ at }) => at > struckAt)?.at ?? struckAt;
  return Math.max(next, servedAt) - struckAt;
}

/** From the first kill of a leader until another replica had the lease. */
function takeoverOf(replicas: Replicas, calls: readonly Call[]): number | undefined {
  const [killed] = replicas.kills();
  if (!killed) return undefined;
  const at = takeover(calls, killed.replica, killed.at);
  return at === undefined ? undefined : at - killed.at;
}

/** Waits until the operator has written nothing for a while; not for ever. */
async function settle(calls: readonly Call[]): Promise<Pick<Evidence, "quietSince" | "settled">> {
  const end = performance.now() + LONGEST_SETTLE_MS;
  for (;;) {
    const now = performance.now();
    const writes = calls.filter((call) => isWrite(call) && call.resource !== "leases");
    const last = Math.max(0, ...writes.slice(-32).map(({ endedAt }) => endedAt ?? now));
    const settled = now - last >= SETTLE_MS;
    if (settled || now > end) return { quietSince: now, settled };
    await sleep(50);
  }
}

interface Scattered {
  readonly stage: Stage;
  readonly namespace: string;
  readonly replicas: Replicas;
  readonly calls: readonly Call[];
}

async function gather(
  { stage, namespace, replicas, calls }: Scattered,
  known: Omit<
    Evidence,
    "calls" | "taskSights" | "jobSights" | "pastSights" | "tasks" | "jobs" | "endings" | "log" | "errors"
  >,
): Promise<Evidence> {
  const { taskSights, jobSights, pastSights, tasks, jobs } = stage.witness.of(namespace);
  const log = replicas
    .processes()
    .map((process) => process.log().slice(-3_000))
    .join("\n");
  const errors = replicas.processes().map((process) => process.errors());
  await replicas.close();
  stage.witness.forget(namespace);
  return {
    calls,
    taskSights,
    jobSights,
    pastSights,
    tasks: [...tasks.values()],
    jobs: [...jobs.values()],
    endings: replicas.endings(),
    log,
    errors: [...errors, ...replicas.endings().map((ending) => ending.errors)].join(""),
    ...known,
  };
}
