import { useZones } from "../store/use.ts";
import { agoWords } from "../time/words.ts";

/** A time in the reader's zone, with the cluster's beside it where they differ. */
export function Time({ at }: { at: string }) {
  const zones = useZones();
  return <time dateTime={at}>{zones.time(Date.parse(at))}</time>;
}

/** How long ago, with the time itself for whoever points at it. */
export function Ago({ at, now }: { at: string; now: number }) {
  const zones = useZones();
  const ms = Date.parse(at);
  return (
    <time dateTime={at} title={zones.time(ms)}>
      {agoWords(ms, now)}
    </time>
  );
}
