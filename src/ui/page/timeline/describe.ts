import type { Bar, Row } from "../../model/wire.ts";
import { durationWords, type Zones } from "../time/words.ts";
import { MARKS, markOfBar } from "../words.ts";
import { type Times, timesOf } from "./geometry.ts";

/** A run in words: for its label, and line by line for what is shown of it. */
export interface Told {
  readonly title: string;
  readonly lines: readonly (readonly [label: string, text: string])[];
}

export function toldOf(row: Row, bar: Bar, { now, zones }: { now: number; zones: Zones }): Told {
  const word = bar.outcome ?? MARKS[markOfBar(bar)];
  const reason = bar.reason && bar.reason !== word ? `: ${bar.reason}` : "";
  const times = timesOf(bar, now);
  const lines = [...whenOf(bar, zones), ...(times ? spansOf(bar, times) : [])];
  if (bar === row.run && row.message) lines.push(["", row.message]);
  return { title: `Run ${bar.number} ${word}${reason}`, lines };
}

type Line = readonly [label: string, text: string];

function whenOf({ scheduled, started, ended }: Bar, zones: Zones): Line[] {
  const times = { For: scheduled, Started: started, Ended: ended };
  return Object.entries(times).flatMap(([label, time]): Line[] =>
    time === undefined ? [] : [[label, zones.time(Date.parse(time))]],
  );
}

/** Less than this is not told as waiting, in milliseconds. */
const SHORT = 1_000;

function spansOf({ started, ended, halted }: Bar, { wait, taken, start, end }: Times): Line[] {
  const lines: Line[] = [];
  if (taken - wait >= SHORT) lines.push(["Waited", durationWords(wait, taken)]);
  if (start - taken >= SHORT) lines.push(["Starting up", durationWords(taken, start)]);
  if (started && !halted) lines.push([ended ? "Ran" : "Has run", durationWords(start, end)]);
  return lines;
}

/** The same as one sentence, for readers of the screen. */
export function labelOf(row: Row, told: Told): string {
  const lines = told.lines.map(([label, text]) => (label ? `${label.toLowerCase()} ${text}` : text));
  return [`${row.name}, ${told.title}`, ...lines].join(", ");
}
