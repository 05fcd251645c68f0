import type { Schedules as Answer } from "../../model/wire.ts";
import { Empty } from "../parts/empty.tsx";
import { Failure } from "../parts/failure.tsx";
import { getSchedules } from "../store/api.ts";
import { useLoaded, useNow, usePicture, useZones } from "../store/use.ts";
import { plural } from "../words.ts";
import { Hours } from "./hours.tsx";
import { Notes } from "./notes.tsx";

/** What the next day brings, hour by hour. */
export function Schedules() {
  const now = useNow(10_000);
  const zones = useZones();
  const { rows } = usePicture();
  const { value, error } = useLoaded("schedules", String(Math.floor(now / 60_000)), (signal) =>
    getSchedules(zones.reader, signal),
  );
  return (
    <article class="schedules" aria-label="Schedules">
      <h1>Schedules</h1>
      {error ? <Failure error={error} title="The schedules could not be read" /> : null}
      {!value && !error ? <p class="muted">Reading …</p> : null}
      {value ? <Parts value={value} scheduled={rows.list.filter(({ schedule }) => schedule).length} /> : null}
    </article>
  );
}

function Parts({ value, scheduled }: { value: Answer; scheduled: number }) {
  const { hours, misses, missCount, skipped, skippedCount } = value;
  const starts = hours.reduce((sum, { count }) => sum + count, 0);
  if (scheduled === 0)
    return (
      <Empty title="Nothing is on a schedule">
        <p>
          A task with <code>spec.runs.schedule</code> runs again by itself, and its times are shown here.
        </p>
      </Empty>
    );
  return (
    <>
      <section class="panel" aria-label="The next 24 hours">
        <h2>The next 24 hours</h2>
        <p class="muted">
          {plural(starts, "start")} of {plural(scheduled, "task")} on a schedule
        </p>
        <Hours hours={hours} />
      </section>
      <Notes title="Missed" notes={misses} count={missCount} empty="No time was missed." />
      <Notes title="Not counted" notes={skipped} count={skippedCount} empty="Every schedule counts." />
    </>
  );
}
