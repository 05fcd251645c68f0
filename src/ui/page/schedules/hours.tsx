import { useState } from "preact/hooks";
import type { Hour } from "../../model/wire.ts";
import { taskHash } from "../route.ts";
import { usePicture, useZones } from "../store/use.ts";
import { plural } from "../words.ts";

/** More tasks of one hour than these are counted only. */
const MOST = 50;

/** A column for each hour; a press tells what starts in it. */
export function Hours({ hours }: { hours: readonly Hour[] }) {
  const zones = useZones();
  const [chosen, choose] = useState(() =>
    Math.max(
      0,
      hours.findIndex(({ count }) => count > 0),
    ),
  );
  const most = Math.max(1, ...hours.map(({ count }) => count));
  const hour = hours[chosen];
  return (
    <>
      <div class="hours" role="group" aria-label="Starts by hour">
        {hours.map(({ from, count }, index) => {
          const ms = Date.parse(from);
          const clock = zones.clock(ms);
          return (
            <button key={from} type="button" aria-pressed={index === chosen} onClick={() => choose(index)}>
              <span class="unseen">{`${plural(count, "start")} at ${clock}`}</span>
              <span class="count" aria-hidden="true">
                {count || ""}
              </span>
              <span class="column" style={{ height: `${(100 * count) / most}%` }} />
              <span class="hour" aria-hidden="true">
                {clock.slice(0, 2)}
              </span>
            </button>
          );
        })}
      </div>
      {hour ? (
        <div class="starts" role="status">
          <h3>
            {zones.time(Date.parse(hour.from))}: {plural(hour.count, "start")}
          </h3>
          <Starts hour={hour} />
        </div>
      ) : null}
    </>
  );
}

function Starts({ hour }: { hour: Hour }) {
  const { rows } = usePicture();
  const { clock } = useZones();
  const shown = hour.starts.slice(0, MOST);
  return (
    <ul>
      {shown.map(({ uid, times }) => {
        const row = rows.list[rows.places.get(uid) ?? -1];
        return row ? (
          <li key={uid}>
            <a href={taskHash(row.namespace, row.name)}>{row.name}</a>{" "}
            <span class="muted">{row.namespace}</span> <span class="times">{timesWords(times, clock)}</span>
          </li>
        ) : null;
      })}
      {hour.tasks > shown.length ? (
        <li class="muted">and {plural(hour.tasks - shown.length, "task")} more</li>
      ) : null}
    </ul>
  );
}

const SHOWN_TIMES = 4;

function timesWords(times: readonly string[], clock: (ms: number) => string): string {
  const shown = times.slice(0, SHOWN_TIMES).map((time) => clock(Date.parse(time)));
  const more = times.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}
