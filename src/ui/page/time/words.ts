import { humanDuration } from "../../../status/duration.ts";

const LANGUAGE = "en-GB";

/** How times are written: in the reader's zone, with the cluster's beside it where they differ. */
export interface Zones {
  /** IANA name of the reader's zone. */
  readonly reader: string;
  /** `Tue 1 Dec, 02:00 (01:00 UTC)`; the zone of the cluster only where its clock shows another time. Milliseconds. */
  readonly time: (ms: number) => string;
  /** `02:00`, for the reader. */
  readonly clock: (ms: number) => string;
}

/** @param reader IANA name, as is the other. The formats are made once: to make one takes longer than to use it. */
export function zonesOf(reader: string, cluster: string): Zones {
  const [here, there] = [formatsOf(reader), formatsOf(cluster)];
  return {
    reader,
    clock: here.clock,
    time(ms) {
      const [day, clock] = [here.day(ms), here.clock(ms)];
      const [otherDay, otherClock] = [there.day(ms), there.clock(ms)];
      const text = `${day}, ${clock}`;
      if (day !== otherDay) return `${text} (${otherDay}, ${otherClock} ${cluster})`;
      return clock === otherClock ? text : `${text} (${otherClock} ${cluster})`;
    },
  };
}

function formatsOf(timeZone: string) {
  const day = new Intl.DateTimeFormat(LANGUAGE, {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
  });
  const clock = new Intl.DateTimeFormat(LANGUAGE, { timeZone, hour: "2-digit", minute: "2-digit" });
  // Some versions write a comma behind the weekday, which here parts day and time.
  return {
    day: (ms: number) => day.format(ms).replace(",", ""),
    clock: (ms: number) => clock.format(ms),
  };
}

/** How long from one time to another: 45s, 2m5s, 3h10m. Milliseconds. */
export function durationWords(from: number, to: number): string {
  return humanDuration(new Date(from).toISOString(), new Date(to).toISOString());
}

const UNITS: readonly (readonly [seconds: number, unit: string])[] = [
  [86_400, "d"],
  [3_600, "h"],
  [60, "m"],
];

/** `4m ago`, `in 2h`: roughly, for what is looked over. */
export function agoWords(ms: number, now: number): string {
  const seconds = Math.round(Math.abs(now - ms) / 1_000);
  const [unitSeconds, unit] = UNITS.find(([unitSeconds]) => seconds >= 2 * unitSeconds) ?? [1, "s"];
  const words = `${Math.round(seconds / unitSeconds)}${unit}`;
  return ms <= now ? `${words} ago` : `in ${words}`;
}

/** The span of a range: 24h, 7d. */
export function spanWords(ms: number): string {
  const hours = ms / 3_600_000;
  if (hours < 1) return `${Math.round(hours * 60)}m`;
  return hours < 48 ? `${round(hours)}h` : `${round(hours / 24)}d`;
}

const round = (value: number): number => (value < 10 ? Math.round(value * 10) / 10 : Math.round(value));
