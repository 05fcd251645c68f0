import type { ScheduleNote } from "../../model/wire.ts";
import { taskHash } from "../route.ts";

/** Schedules of which something is to be said. */
export function Notes({
  title,
  notes,
  count,
  empty,
}: {
  title: string;
  notes: readonly ScheduleNote[];
  /** How many there are in all. */
  count: number;
  empty: string;
}) {
  return (
    <section class="panel" aria-label={title}>
      <h2>{title}</h2>
      {notes.length === 0 ? <p class="muted">{empty}</p> : null}
      <ul class="notes">
        {notes.map(({ uid, namespace, name, message }) => (
          <li key={`${uid} ${message}`}>
            <a href={taskHash(namespace, name)}>
              {namespace}/{name}
            </a>
            <p>{message}</p>
          </li>
        ))}
        {count > notes.length ? (
          <li class="muted">and {(count - notes.length).toLocaleString("en-GB")} more</li>
        ) : null}
      </ul>
    </section>
  );
}
