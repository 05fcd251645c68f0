import type { Clock } from "../clock.ts";
import type { Event } from "./event.ts";

/** An event that was recorded, and how often since. */
export interface Series {
  readonly event: Event;
  /** Occurrences, the first one included. */
  count: number;
  /** Of the latest occurrence: RFC 3339, whole seconds. */
  lastTimestamp: string;
  /** When an occurrence was last recorded, in milliseconds since the epoch. */
  lastObservedMs: number;
  /** The count that the API server knows. */
  writtenCount: number;
}

/** Remembers recent events, so that a repetition becomes one more of a series. */
export interface SeriesMemory {
  /** The series that `event` repeats, already counted up; undefined if it is new, and remembered from now on. */
  repeatOf(event: Event): Series | undefined;
  /** Series whose count the API server doesn't know. */
  unwritten(): Series[];
  forget(series: Series): void;
}

/** client-go's: a series ends after six minutes without a repetition. */
const seriesEndsAfterMs = 6 * 60_000;
const mostSeries = 4096;

export function createSeriesMemory(clock: Pick<Clock, "now">): SeriesMemory {
  /** The least recently used comes first. */
  const known = new Map<string, Series>();

  function remember(key: string, series: Series): void {
    known.delete(key);
    known.set(key, series);
    if (known.size <= mostSeries) return;
    const oldest = known.keys().next();
    if (!oldest.done) known.delete(oldest.value);
  }

  return {
    repeatOf(event) {
      const key = keyOfSeries(event);
      const nowMs = clock.now();
      const series = known.get(key);
      if (!series || nowMs - series.lastObservedMs > seriesEndsAfterMs) {
        const { lastTimestamp } = event;
        remember(key, { event, count: 1, lastTimestamp, lastObservedMs: nowMs, writtenCount: 1 });
        return undefined;
      }
      series.count += 1;
      if (event.lastTimestamp > series.lastTimestamp) series.lastTimestamp = event.lastTimestamp;
      series.lastObservedMs = nowMs;
      remember(key, series);
      return series;
    },
    unwritten: () => [...known.values()].filter((series) => series.count > series.writtenCount),
    forget: (series) => void known.delete(keyOfSeries(series.event)),
  };
}

function keyOfSeries({ involvedObject, type, reason, action, message }: Event): string {
  const { uid, kind, namespace, name } = involvedObject;
  return JSON.stringify([uid, kind, namespace, name, type, reason, action, message]);
}
