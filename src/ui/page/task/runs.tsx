import type { Bar } from "../../model/wire.ts";
import { Glyph } from "../parts/glyph.tsx";
import { Time } from "../parts/time.tsx";
import { durationWords } from "../time/words.ts";
import { timesOf, tookWords } from "../timeline/geometry.ts";
import { MARKS, markOfBar } from "../words.ts";

/** The runs, the latest first, each with a bar as long as it took. */
export function Runs({ runs, now }: { runs: readonly Bar[]; now: number }) {
  if (runs.length === 0) return null;
  const longest = Math.max(1, ...runs.map((bar) => tookOf(bar, now)));
  return (
    <section class="panel" aria-label="Runs">
      <h2>Runs</h2>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Table of runs">
        <table class="runs">
          <thead>
            <tr>
              <th scope="col">Run</th>
              <th scope="col">Outcome</th>
              <th scope="col">Began</th>
              <th scope="col">Waited and ran</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((bar) => (
              <RunRow key={bar.number} bar={bar} now={now} longest={longest} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function RunRow({ bar, now, longest }: { bar: Bar; now: number; longest: number }) {
  const mark = markOfBar(bar);
  const times = timesOf(bar, now);
  const begun = bar.started ?? bar.created ?? bar.scheduled;
  const word = bar.outcome ?? MARKS[mark];
  return (
    <tr>
      <th scope="row">{bar.number}</th>
      <td>
        <span class="status">
          <Glyph mark={mark} />
          <span>{word}</span>
          {bar.reason && bar.reason !== word ? <span class="muted">{bar.reason}</span> : null}
        </span>
      </td>
      <td>{begun ? <Time at={begun} /> : null}</td>
      <td>
        {times ? (
          <span class="length">
            <svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
              <rect class="wait" x="0" y="4" height="4" width={part(times.start - times.wait, longest)} />
              <rect
                class={mark}
                x={part(times.start - times.wait, longest)}
                y="1"
                height="10"
                width={Math.max(0.6, part(times.end - times.start, longest))}
              />
            </svg>
            <span>{[tookWords(bar, now), waitWords(times)].filter(Boolean).join(", ")}</span>
          </span>
        ) : null}
      </td>
    </tr>
  );
}

const waitWords = ({ wait, start }: { wait: number; start: number }): string =>
  start - wait >= 1_000 ? `waited ${durationWords(wait, start)}` : "";

const part = (ms: number, longest: number): number => (100 * ms) / longest;

function tookOf(bar: Bar, now: number): number {
  const times = timesOf(bar, now);
  return times ? times.end - times.wait : 0;
}
