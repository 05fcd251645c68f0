import type { Row } from "../../model/wire.ts";
import { Status } from "../parts/status.tsx";
import { Ago } from "../parts/time.tsx";
import { taskHash } from "../route.ts";
import { timesAhead, tookWords } from "../timeline/geometry.ts";
import { markOfRow } from "../words.ts";
import { History } from "./history.tsx";

export const COLUMNS = ["Namespace", "Name", "State", "Reason", "Runs", "Took", "Last run", "Next"] as const;

interface Props {
  readonly row: Row;
  readonly now: number;
  readonly place: string;
  readonly tabIndex: number;
}

/** The cells of one task. */
export function ListRow({ row, now, place, tabIndex }: Props) {
  const last = row.run?.started ?? row.run?.created;
  const [next] = timesAhead(row, now);
  return (
    <>
      <span role="gridcell" class="namespace muted">
        {row.namespace}
      </span>
      <span role="rowheader" class="name">
        <a href={taskHash(row.namespace, row.name)} data-place={place} tabIndex={tabIndex}>
          {row.name}
        </a>
      </span>
      <span role="gridcell" class="state">
        <Status row={row} brief />
      </span>
      <span role="gridcell" class="reason" title={row.message}>
        {reasonOf(row)} <span class="muted">{whyOf(row)}</span>
      </span>
      <span role="gridcell" class="runs">
        <History row={row} />
      </span>
      <span role="gridcell" class="took">
        {row.run ? tookWords(row.run, now) : null}
      </span>
      <span role="gridcell" class="last muted">
        {last ? <Ago at={last} now={now} /> : null}
      </span>
      <span role="gridcell" class="next muted">
        {row.schedule?.suspended ? "suspended" : next ? <Ago at={next} now={now} /> : null}
      </span>
    </>
  );
}

/** What the state says already is not said twice. */
const reasonOf = ({ reason, phase, run }: Row): string | undefined =>
  reason === phase || reason === run?.outcome ? undefined : reason;

function whyOf(row: Row): string {
  const mark = markOfRow(row);
  return mark === "ok" || mark === "scheduled" ? (row.problem ?? "") : (row.message ?? row.problem ?? "");
}
