import type { Clock } from "./clock.ts";
import { type ErrorKind, errorKind, retryAfterMs } from "./errors.ts";
import type { Logger } from "./log.ts";
import type { ControllerMetrics, ReconcileOutcome } from "./metrics.ts";
import type { WorkQueue } from "./workqueue/workqueue.ts";
import { withTimeout } from "./timeout.ts";
import { createTurnBudget } from "./turn-budget.ts";

/** A reconcile that succeeded. */
export interface Result {
  /** Look at the key again in so many ms, even if nothing changes; 0 or absent: not before a change. */
  requeueAfterMs?: number | undefined;
}

/**
 * Brings the world nearer to what the object under `key` asks for. It reads the present state, whatever led here;
 * the object may be gone. Never called twice at a time for one key.
 *
 * Resolves: the key's backoff starts anew; `requeueAfterMs` is heeded. Rejects: the key comes again, see errorKind:
 * Transient by its backoff (no sooner than the server's Retry-After), Conflict likewise and quietly, Terminal at the
 * longest delay unless the object changes before. `signal` aborts when the shutdown can wait no longer, or the time
 * for one reconcile is over.
 */
export type Reconcile = (key: string, signal: AbortSignal) => Promise<Result | void>;

export interface ControllerOptions {
  /** For logs. */
  name: string;
  reconcile: Reconcile;
  /** Shut down by the controller when it ends. */
  queue: WorkQueue;
  /** Reconciles at the same time. */
  workers: number;
  clock: Clock;
  log: Logger;
  metrics?: ControllerMetrics;
  /** Default: errorKind. */
  onError?: (error: unknown) => ErrorKind;
  /** How long the shutdown waits for reconciles under way before it aborts them; as long again until it gives up. Default: 10 s. */
  graceMs?: number;
  /** One reconcile's `signal` aborts after this. Default: 2 minutes. */
  timeoutMs?: number;
}

export interface Controller {
  /**
   * Works until the signal aborts; then starts no further key, waits for those under way (bounded), and resolves.
   * Never rejects.
   */
  run(signal: AbortSignal): Promise<void>;
}

/** All workers together leave the event loop to timers and answers after so long: looks that need no request wait for nothing. */
const TURN_MS = 5;

export function createController(options: ControllerOptions): Controller {
  const { queue, workers, clock, metrics = {}, onError = errorKind } = options;
  const { graceMs = 10_000, timeoutMs = 120_000 } = options;
  const log = options.log.child({ controller: options.name });
  const overtime = new AbortController();
  const turn = createTurnBudget(clock, TURN_MS);
  let active = 0;

  function succeeded(key: string, result: Result | void): ReconcileOutcome {
    queue.forget(key);
    const after = result?.requeueAfterMs;
    if (!after || !(after > 0)) return "success";
    queue.addAfter(key, after);
    return "requeue_after";
  }

  function failed(key: string, error: unknown): ReconcileOutcome {
    const kind = onError(error);
    if (kind === "Conflict") {
      const retryInMs = queue.addRateLimited(key);
      log.debug({ key, err: error, retryInMs }, "reconcile met a newer state, and looks again");
      return "requeue";
    }
    metrics.failed?.(kind === "Terminal");
    if (kind === "Terminal") {
      const retryInMs = queue.addAtLimit(key);
      log.error({ key, err: error, retryInMs }, "reconcile failed, and no repetition will heal it");
    } else {
      const retryInMs = queue.addRateLimited(key, retryAfterMs(error));
      log.warn(
        { key, err: error, retryInMs, failures: queue.failures(key) },
        "reconcile failed, and is repeated",
      );
    }
    return "error";
  }

  async function work(key: string): Promise<void> {
    const started = clock.monotonic();
    const limit = { clock, ms: timeoutMs, what: "the reconcile", signals: [overtime.signal] };
    metrics.activeWorkers?.(++active);
    let outcome: ReconcileOutcome = "error";
    try {
      outcome = succeeded(key, await withTimeout(limit, (signal) => options.reconcile(key, signal)));
    } catch (error) {
      outcome = failed(key, error);
    } finally {
      metrics.activeWorkers?.(--active);
      metrics.reconciled?.(outcome, (clock.monotonic() - started) / 1000);
      queue.done(key);
    }
  }

  async function worker(): Promise<void> {
    for (let key = await queue.get(); key !== undefined; key = await queue.get()) {
      for (let spent = turn(); spent; spent = turn()) await spent;
      await work(key);
    }
  }

  /** Waits at most `graceMs` for the reconciles under way. True if all ended. */
  async function allEnd(): Promise<boolean> {
    const end = new AbortController();
    const late = clock.sleep(graceMs, end.signal).then(
      () => false,
      () => false,
    );
    const ended = await Promise.race([queue.idle().then(() => true), late]);
    end.abort();
    return ended;
  }

  return {
    async run(signal) {
      const all = Promise.all(Array.from({ length: workers }, worker));
      await untilAborted(signal);
      queue.shutDown();
      if (await allEnd()) {
        await all;
        return;
      }
      log.warn({ active }, "reconciles under way are aborted");
      overtime.abort(new DOMException("the controller is shutting down", "AbortError"));
      if (!(await allEnd())) log.error({ active }, "reconciles ignored their abort and are left behind");
    },
  };
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const aborted = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => aborted.resolve(), { once: true });
  await aborted.promise;
}
