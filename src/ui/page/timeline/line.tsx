import { Glyph } from "../parts/glyph.tsx";
import { taskHash } from "../route.ts";
import type { Range } from "../time/range.ts";
import type { Zones } from "../time/words.ts";
import { markOfRow, plural } from "../words.ts";
import { RunBar } from "./bar.tsx";
import { piecesOf, ticksAhead } from "./geometry.ts";
import type { Place } from "./grid.ts";
import type { Line } from "./lines.ts";
import type { Pointing } from "./tooltip.tsx";

export interface LaneProps {
  readonly range: Range;
  readonly width: number;
  readonly now: number;
  readonly zones: Zones;
  readonly point: (pointing: Pointing | undefined) => void;
}

interface Props extends LaneProps {
  readonly line: Line;
  readonly index: number;
  /** Where the keyboard stands. */
  readonly place: Place;
  readonly fold: (namespace: string) => void;
  readonly folded: boolean;
}

/** One line of the timeline: the title of a namespace, or a task with its runs. */
export function TimelineLine(props: Props) {
  const { line, index, place, fold, folded } = props;
  if (line.kind === "task") return <TaskLine {...props} line={line} />;
  const { namespace, tasks, bad } = line;
  return (
    <div class="namespace" role="gridcell" aria-colspan={2}>
      <button
        type="button"
        class="quiet"
        aria-expanded={!folded}
        data-place={`${index}.0`}
        tabIndex={place.line === index ? 0 : -1}
        onClick={() => fold(namespace)}
      >
        <span class="twist" aria-hidden="true" />
        <b>{namespace}</b>
        <span class="muted">{plural(tasks, "task")}</span>
        {bad > 0 ? <span class="bad">{bad.toLocaleString("en-GB")} to look at</span> : null}
      </button>
    </div>
  );
}

function TaskLine({
  line,
  index,
  place,
  range,
  width,
  now,
  zones,
  point,
}: Props & { line: Line & { kind: "task" } }) {
  const { row } = line;
  const tabIndexOf = (item: number) => (place.line === index && place.item === item ? 0 : -1);
  return (
    <>
      <div class="name" role="rowheader">
        <a
          href={taskHash(row.namespace, row.name)}
          data-place={`${index}.0`}
          tabIndex={tabIndexOf(0)}
          title={titleOf(line)}
        >
          <Glyph mark={markOfRow(row)} named />
          <span class="text">{row.name}</span>
        </a>
        <span class="why">{row.problem ? row.reason : null}</span>
      </div>
      <div class="lane" role="gridcell">
        {ticksAhead(row, range, { width, now }).map(({ at, time }) => (
          <span
            key={time}
            class="ahead"
            style={{ left: `${at}px` }}
            title={`Starts ${zones.time(Date.parse(time))}`}
          />
        ))}
        {piecesOf(row, range, { width, now }).map((piece, item) => (
          <RunBar
            key={piece.bar.number}
            {...{ row, piece, now, zones, point }}
            place={`${index}.${item + 1}`}
            tabIndex={tabIndexOf(item + 1)}
          />
        ))}
      </div>
    </>
  );
}

const titleOf = ({ row: { name, phase, message } }: Line & { kind: "task" }): string =>
  [name, phase, message].filter(Boolean).join(" · ");
