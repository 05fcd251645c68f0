import { createBackoff } from "../backoff.ts";
import type { Client } from "../client.ts";
import type { Clock } from "../clock.ts";
import { ApiError, errorKind } from "../errors.ts";
import { type Event, type EventInput, events, type Reporter, toEvent } from "./event.ts";
import { createSeriesMemory, type Series } from "./series.ts";
import type { Logger } from "../log.ts";
import type { EventMetrics } from "../metrics.ts";

export type { EventInput } from "./event.ts";

/** Tells users what happened to their objects, by core/v1 Events (`kubectl describe`, `kubectl get events`). */
export interface EventRecorder {
  /**
   * Queues the event and returns at once; never throws. A repetition within six minutes (same object, type, reason,
   * action and note) counts up the first one instead. What can't be sent is logged and counted.
   */
  record(input: EventInput): void;
  /** Resolves when all that was recorded is sent or lost, or the signal aborts. Never rejects. For the shutdown. */
  flush(signal: AbortSignal): Promise<void>;
}

export interface EventRecorderOptions {
  client: Pick<Client, "create" | "mergePatch">;
  reporter: Reporter;
  clock: Clock;
  random: () => number;
  /** Lower-case letters and digits, of which the last eight are unlike another process'. */
  newId: () => string;
  log: Logger;
  metrics?: EventMetrics;
  /** Events that wait to be sent; more are lost. Default: 1000. */
  capacity?: number;
}

/** Something to send: a new event, or the newer count of one. */
type Item = { event: Event } | { series: Series };

const attempts = 4;

export function createEventRecorder(options: EventRecorderOptions): EventRecorder {
  const { client, reporter, clock, random, log, metrics = {}, capacity = 1000 } = options;
  const memory = createSeriesMemory(clock);
  const waiting: Item[] = [];
  const queuedSeries = new Set<Series>();
  const stopped = new AbortController();
  let sending: Promise<void> | undefined;
  /** For want of room, since nothing waited. */
  let lost = 0;
  let made = 0;

  async function create(event: Event): Promise<void> {
    try {
      await client.create(events, event, { signal: stopped.signal });
    } catch (error) {
      // The name is unique: it is this very event, whose answer got lost.
      if (!(error instanceof ApiError && error.reason === "AlreadyExists")) throw error;
    }
  }

  async function update(series: Series): Promise<void> {
    const { count, lastTimestamp, event } = series;
    const { namespace, name = "" } = event.metadata ?? {};
    const patch = { count, lastTimestamp };
    try {
      await client.mergePatch(events, { namespace, name }, patch, { signal: stopped.signal });
      series.writtenCount = count;
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
      // The API server has forgotten it (one hour by default), or never got it: the next one starts anew.
      memory.forget(series);
      await create({ ...event, ...patch });
    }
  }

  async function send(item: Item): Promise<void> {
    const backoff = createBackoff(
      { initialMs: 500, maxMs: 5_000, factor: 2, jitter: 0.5 },
      { clock, random },
    );
    for (let attempt = 1; ; attempt += 1) {
      try {
        return "event" in item ? await create(item.event) : await update(item.series);
      } catch (error) {
        if (attempt >= attempts || errorKind(error) !== "Transient" || stopped.signal.aborted) throw error;
        await clock.sleep(backoff.next(), stopped.signal);
      }
    }
  }

  async function sendAll(): Promise<void> {
    for (let item = waiting.shift(); item; item = waiting.shift()) {
      if ("series" in item) queuedSeries.delete(item.series);
      try {
        await send(item);
        metrics.sent?.();
      } catch (error) {
        metrics.lost?.("failed");
        const event = "event" in item ? item.event : item.series.event;
        log.warn(
          { err: error, reason: event.reason, regarding: event.involvedObject },
          "an event could not be sent",
        );
      }
    }
    sending = undefined;
    if (lost > 0) log.warn({ lost, capacity }, "events were lost, because too many waited to be sent");
    lost = 0;
  }

  /** False if there was no room. */
  function enqueue(item: Item): boolean {
    if (waiting.length >= capacity) {
      metrics.lost?.("queue_full");
      // One line for each would be thousands in a burst.
      if (lost === 0) log.warn({ capacity }, "too many events wait to be sent: more are lost");
      lost += 1;
      return false;
    }
    waiting.push(item);
    sending ??= sendAll();
    return true;
  }

  function enqueueSeries(series: Series): void {
    if (queuedSeries.has(series)) return;
    queuedSeries.add(series);
    if (!enqueue({ series })) queuedSeries.delete(series);
  }

  return {
    record(input) {
      try {
        const event = toEvent(input, reporter, { nowMs: clock.now(), nth: made, id: options.newId() });
        made += 1;
        const series = memory.repeatOf(event);
        if (!series) enqueue({ event });
        else if (isWorthAWrite(series)) enqueueSeries(series);
      } catch (error) {
        metrics.lost?.("failed");
        log.error({ err: error, reason: input.reason }, "an event could not be made");
      }
    },

    async flush(signal) {
      for (const series of memory.unwritten()) enqueueSeries(series);
      if (!sending) return;
      const stop = (): void => stopped.abort(signal.reason);
      if (signal.aborted) stop();
      signal.addEventListener("abort", stop, { once: true });
      await sending;
      signal.removeEventListener("abort", stop);
    },
  };
}

/** A busy series is written at each power of two (and at the flush): log(n) writes for n events. */
function isWorthAWrite({ count }: Series): boolean {
  return (count & (count - 1)) === 0;
}
