import { aligned } from "../../support/aligned.ts";
import type { FuzzResult } from "../classes/fuzz.ts";
import type { MemoryResult } from "../classes/memory.ts";
import type { Footprint } from "../run/footprint.ts";
import type { Perturbation } from "../plan/expand.ts";
import type { Violation } from "../run/evidence.ts";

/** What came of one perturbation. */
export interface Outcome {
  readonly perturbation: Perturbation;
  readonly violations: readonly Violation[];
  readonly recoveryMs: number | undefined;
  readonly takeoverMs: number | undefined;
  /** A fault never struck. */
  readonly missed: boolean;
}

/** The table at the end: a line for each class. */
export function table(outcomes: readonly Outcome[]): string {
  const classes = [...new Set(outcomes.map(({ perturbation }) => perturbation.class))];
  const rows = classes.map((name) =>
    row(
      name,
      outcomes.filter(({ perturbation }) => perturbation.class === name),
    ),
  );
  const head = ["class", "tried", "violations", "not struck", "recovery median s", "max s"];
  return aligned([head, ...rows]);
}

function row(name: string, outcomes: readonly Outcome[]): string[] {
  const tried = outcomes.filter(({ missed }) => !missed);
  const violations = outcomes.reduce((sum, outcome) => sum + outcome.violations.length, 0);
  const times = sorted(tried.map(({ recoveryMs }) => recoveryMs));
  return [
    name,
    String(tried.length),
    String(violations),
    String(outcomes.length - tried.length),
    seconds(times[Math.floor(times.length / 2)]),
    seconds(times.at(-1)),
  ];
}

/** How long a killed leader's work waited for another one. */
export function takeovers(outcomes: readonly Outcome[]): string {
  const times = sorted(outcomes.map(({ takeoverMs }) => takeoverMs));
  if (times.length === 0) return "";
  const median = seconds(times[Math.floor(times.length / 2)]);
  return `takeover after the leader's death: median ${median} s, max ${seconds(times.at(-1))} s, ${times.length} times`;
}

function sorted(times: readonly (number | undefined)[]): number[] {
  return times.filter((ms) => ms !== undefined).toSorted((a, b) => a - b);
}

export function seconds(ms: number | undefined): string {
  return ms === undefined ? "-" : (ms / 1000).toFixed(2);
}

export function describeFuzz(fuzz: FuzzResult): string {
  const { tried, accepted, edits, acceptedEdits, violations, canaryMs } = fuzz;
  const waits = sorted(canaryMs);
  const ordinary = `an ordinary task beside them had its Job after ${seconds(waits[Math.floor(waits.length / 2)])} s (median), ${seconds(waits.at(-1))} s (max)`;
  return `fuzz: ${tried} inputs, ${accepted} accepted; ${edits} edits, ${acceptedEdits} accepted; ${violations.length} violations; ${ordinary}`;
}

export function describeMemory({ tasks, empty, full, emptied }: MemoryResult): string {
  return `memory: at first ${describeFootprint(empty)}; with ${tasks} tasks ${describeFootprint(full)}; after deleting them ${describeFootprint(emptied)}`;
}

export function describeFootprint({ rssMb, heapMb, sockets }: Footprint): string {
  return `RSS ${rssMb} MB, heap ${heapMb} MB, ${sockets} sockets`;
}
