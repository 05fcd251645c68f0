import type { Judgement } from "./judge.ts";
import type { Summary } from "./summary.ts";

const WIDTH = 900;
const ROW = 26;
const TOP = 64;
/** Where the axis begins and ends. */
const [LEFT, RIGHT] = [470, WIDTH - 30];
/** Ends of the axis, as powers of two. */
const [LEAST, MOST] = [-4, 4];
const TICKS = [1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16];

interface Row {
  what: string;
  reached: Summary;
  floor: Summary | undefined;
  isMet: boolean;
}

/**
 * The goals as a picture: how much of each was reached, on a logarithmic axis. 1 is the goal, whether it is a least or a
 * most, and further right is better. A line spans the rounds, the point is their median; the ring is what the floor
 * reaches. Goals of zero have no such ratio, and are left out.
 */
export function goalsChart(judgements: readonly Judgement[]): string {
  const rows = judgements.flatMap(rowOf);
  const height = TOP + rows.length * ROW + 20;
  const body = [...TICKS.map((tick) => axis(tick, height)), ...rows.map(drawn), legend()].join("\n");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="title" font-family="system-ui, sans-serif" font-size="12">
<title id="title">How much of each goal of the benchmark was reached</title>
<rect width="${WIDTH}" height="${height}" fill="#fff"/>
${body}
</svg>
`;
}

function rowOf({ goal, reached, floor, isMet }: Judgement): Row[] {
  const bound = goal.atLeast ?? goal.atMost ?? 0;
  if (bound === 0 || reached.min <= 0) return [];
  const part = ({ min, median, max }: Summary): Summary =>
    goal.atLeast === undefined
      ? { min: bound / max, median: bound / median, max: bound / min }
      : { min: min / bound, median: median / bound, max: max / bound };
  const limit = floor && floor.min > 0 ? part(floor) : undefined;
  return [{ what: goal.what, reached: part(reached), floor: limit, isMet }];
}

function x(value: number): string {
  const power = Math.min(Math.max(Math.log2(value), LEAST), MOST);
  return (LEFT + ((power - LEAST) / (MOST - LEAST)) * (RIGHT - LEFT)).toFixed(1);
}

function axis(tick: number, height: number): string {
  const [colour, label] = [tick === 1 ? "#111" : "#ddd", tick < 1 ? `1/${1 / tick}` : String(tick)];
  return `<line x1="${x(tick)}" x2="${x(tick)}" y1="${TOP - 8}" y2="${height - 12}" stroke="${colour}"/>
<text x="${x(tick)}" y="${TOP - 14}" text-anchor="middle" fill="#555">${label}</text>`;
}

function drawn({ what, reached, floor, isMet }: Row, index: number): string {
  const y = TOP + index * ROW + ROW / 2;
  const colour = isMet ? "#1b7f3b" : "#c2410c";
  // Told by its shape as well as by its colour.
  const point = isMet
    ? `<circle cx="${x(reached.median)}" cy="${y}" r="5" fill="${colour}"/>`
    : `<path d="M${x(reached.median)} ${y - 6} l6 6 -6 6 -6 -6z" fill="${colour}"/>`;
  const ring = floor
    ? `<circle cx="${x(floor.median)}" cy="${y}" r="5" fill="none" stroke="#1d4ed8" stroke-width="1.5"/>`
    : "";
  return `<text x="${LEFT - 12}" y="${y + 4}" text-anchor="end" fill="#111">${escaped(shortened(what))}</text>
<line x1="${x(reached.min)}" x2="${x(reached.max)}" y1="${y}" y2="${y}" stroke="${colour}" stroke-width="3"/>
${ring}${point}`;
}

function legend(): string {
  return `<circle cx="20" cy="20" r="5" fill="#1b7f3b"/><text x="32" y="24" fill="#111">reached, median (line: all rounds)</text>
<path d="M250 14 l6 6 -6 6 -6 -6z" fill="#c2410c"/><text x="262" y="24" fill="#111">not reached</text>
<circle cx="360" cy="20" r="5" fill="none" stroke="#1d4ed8" stroke-width="1.5"/><text x="372" y="24" fill="#111">what the floor reaches</text>
<text x="${RIGHT}" y="24" text-anchor="end" fill="#555">1 = the goal; further right is better</text>`;
}

const LONGEST = 70;

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
