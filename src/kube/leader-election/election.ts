import type { Client } from "../client.ts";
import type { Clock } from "../clock.ts";
import { ApiError, errorKind, FencedError } from "../errors.ts";
import { type Attempt, type Candidate, createCandidate } from "./candidate.ts";
import { createTerm, type Term } from "./term.ts";
import type { Logger } from "../log.ts";
import type { ElectionMetrics } from "../metrics.ts";
import type { ObjectRef } from "../object.ts";

/**
 * Of all processes that name the same Lease, one leads at a time: judged as client-go does, by changes of the Lease
 * that each process sees itself, on its own monotonic clock. Wall clocks play no part.
 *
 * It keeps two leaders apart in time, but can't call back a request whose first byte has left. What such a straggler
 * may do must be harmless by itself: compare-and-swap, names that are used once.
 */
export interface Election {
  /**
   * Stands for the lease until it is held, then calls `lead` once and renews meanwhile.
   * - "stopped": `signal` aborted, or `lead` came to its end; the lease is released. `lead` should watch `signal`
   *   itself: it is waited for, with the lease still held.
   * - "lost": the renewal deadline passed, or another process holds the lease. `lead`'s own signal has aborted, the
   *   fence is closed, and nothing is waited for: the process should exit. The lease is not released, since the
   *   work under way is not known to have ended.
   * Rejects with what `lead` threw, after the release. Once only.
   */
  run(lead: (leadership: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<"stopped" | "lost">;
  /** Throws a FencedError unless this process leads at this very moment. To be asked before each write. */
  fence(): void;
  /** Who holds the lease, as last seen. */
  readonly holder: string | undefined;
  /** Why the lease can't be stood for, where only people can help: a right or the namespace is missing. */
  readonly problem: string | undefined;
}

export interface ElectionTiming {
  /** Others take the lease after so long without a renewal. */
  leaseSeconds: number;
  /** The leader stops after so long without a successful renewal. */
  renewDeadlineMs: number;
  /** From the start of an attempt to the next one's. */
  retryMs: number;
  /** Adds up to this share to `retryMs` for one that stands for the lease. */
  jitter: number;
  /** One request may take so long. */
  requestMs: number;
}

export interface ElectionOptions {
  /** Not behind the fence, and with its own short retries: an attempt is repeated here. */
  client: Pick<Client, "get" | "create" | "mergePatch">;
  /** The Lease's namespace and name. */
  ref: ObjectRef;
  /** By which people and tools know the Lease. They decide nothing. */
  labels?: Record<string, string>;
  /** Unique among all processes, past ones included. */
  identity: string;
  clock: Clock;
  random: () => number;
  log: Logger;
  metrics?: ElectionMetrics;
  timing?: Partial<ElectionTiming>;
}

const defaultTiming: ElectionTiming = {
  leaseSeconds: 15,
  renewDeadlineMs: 10_000,
  retryMs: 2_000,
  jitter: 0.2,
  requestMs: 5_000,
};

export function createElection(options: ElectionOptions): Election {
  const { client, ref, labels, identity, clock, random, metrics = {} } = options;
  const timing = { ...defaultTiming, ...options.timing };
  const log = options.log.child({ lease: `${ref.namespace}/${ref.name}`, identity });
  const candidate: Candidate = createCandidate({
    client,
    ref,
    labels,
    identity,
    durationSeconds: timing.leaseSeconds,
    requestMs: timing.requestMs,
    clock,
    onSlowPath: () => metrics.slowPath?.(),
  });
  metrics.leading?.(false);
  let term: Term | undefined;
  let reported: string | undefined;
  let failure: unknown;

  function reportHolder(): void {
    const { holder } = candidate;
    if (holder === reported) return;
    reported = holder;
    if (holder !== identity) log.info({ holder: holder ?? "nobody" }, "Another process holds the lease");
  }

  /** Undefined where it failed. */
  async function tryOnce(signal: AbortSignal): Promise<Attempt | undefined> {
    try {
      const attempt = await candidate.attempt(signal);
      reportHolder();
      failure = undefined;
      return attempt;
    } catch (err) {
      // Said once, until it is another one. That somebody else was quicker is no news.
      const isNews = !signal.aborted && !isLostRace(err) && String(err) !== String(failure);
      log[isNews ? "warn" : "debug"]({ err }, "The lease can't be taken or renewed now; trying again");
      failure = err;
      return undefined;
    }
  }

  /** Waits until so long after `since`. */
  const pause = (since: number, ms: number, signal: AbortSignal): Promise<void> =>
    clock.sleep(since + ms - clock.monotonic(), signal).catch(() => undefined);

  /** Resolves with a term, or undefined once the signal aborts. */
  async function acquire(signal: AbortSignal): Promise<Term | undefined> {
    log.info({}, "Standing for the lease");
    while (!signal.aborted) {
      const started = clock.monotonic();
      const attempt = await tryOnce(signal);
      // An answer that took longer than the deadline is worth nothing; the next attempt renews.
      if (attempt?.held && clock.monotonic() < attempt.sentAt + timing.renewDeadlineMs)
        return createTerm(clock, timing.renewDeadlineMs, attempt.sentAt);
      await pause(started, timing.retryMs * (1 + timing.jitter * random()), signal);
    }
    return undefined;
  }

  async function renew(leadership: Term, stop: AbortSignal): Promise<void> {
    let started = clock.monotonic();
    const until = AbortSignal.any([stop, leadership.signal]);
    for (;;) {
      await pause(started, timing.retryMs, until);
      if (until.aborted) return;
      started = clock.monotonic();
      const attempt = await tryOnce(until);
      if (attempt?.held) leadership.renewed(attempt.sentAt);
      else if (attempt) leadership.lose(`${candidate.holder} holds the lease`);
    }
  }

  async function release(): Promise<void> {
    try {
      await candidate.release();
      log.info({}, "Gave the lease up");
    } catch (err) {
      log.warn({ err }, "The lease can't be given up; others wait until it expires");
    }
  }

  /** Leads until the work ends, or the leadership is lost; then the fence is closed. */
  async function leadOnce(
    leadership: Term,
    lead: (signal: AbortSignal) => Promise<void>,
  ): Promise<"stopped" | "lost"> {
    const stop = new AbortController();
    const renewing = renew(leadership, stop.signal);
    const work = lead(leadership.signal);
    try {
      await Promise.race([work, leadership.lost]);
    } catch (error) {
      if (!leadership.signal.aborted) throw error;
    } finally {
      leadership.end();
      stop.abort();
      metrics.leading?.(false);
    }
    if (leadership.signal.aborted) {
      // Nobody waits for the work any more.
      work.catch(() => undefined);
      return "lost";
    }
    await renewing;
    return "stopped";
  }

  return {
    async run(lead, signal) {
      term = await acquire(signal);
      if (!term) {
        await release();
        return "stopped";
      }
      log.info({}, "Leading");
      metrics.leading?.(true);
      let outcome: "stopped" | "lost" = "stopped";
      try {
        outcome = await leadOnce(term, lead);
      } finally {
        if (outcome === "stopped") await release();
      }
      if (outcome === "lost") log.error({ problem: String(term.signal.reason) }, "Leadership lost");
      return outcome;
    },
    fence() {
      if (!term) throw new FencedError("this process does not lead");
      term.check();
    },
    get holder() {
      return candidate.holder;
    },
    get problem() {
      const detail = needsPeople(failure);
      return detail && `can't stand for the Lease ${ref.namespace}/${ref.name}: ${detail}`;
    },
  };
}

const isLostRace = (error: unknown): boolean => error instanceof ApiError && error.status === 409;

/** What the API server says, where no repetition heals it. */
function needsPeople(failure: unknown): string | undefined {
  const heals = !(failure instanceof ApiError) || isLostRace(failure) || errorKind(failure) === "Transient";
  return heals ? undefined : failure.detail;
}
