import { type Call, describe } from "../proxy/call.ts";
import type { Action, Fault, Point } from "./schema.ts";

/** The faults of one run, armed. */
export interface Board {
  /** What is to be done at this point of a call. */
  readonly atCall: (call: Call, point: Point) => Action[];
  /** What is to be done before a step of the workload, or after it. */
  readonly atStep: (when: "before" | "after", step: string) => { action: Action; afterMs: number }[];
  /** Faults that should have struck and have not: the optional ones too where no fault has. */
  readonly idle: () => Fault[];
  /** `performance.now()` of the last strike. */
  readonly lastStrike: () => number | undefined;
}

export function createBoard(faults: readonly Fault[]): Board {
  const struck = new Set<Fault>();
  const seen = new Map<Fault, Set<number>>();
  let last: number | undefined;

  function strike(fault: Fault): void {
    struck.add(fault);
    last = performance.now();
  }

  /** The how manyeth matching call of the run this is, from 1. */
  function ordinal(fault: Fault, call: Call): number {
    const calls = seen.get(fault) ?? new Set<number>();
    seen.set(fault, calls.add(call.id));
    return [...calls].indexOf(call.id) + 1;
  }

  function hits(fault: Fault, call: Call, point: Point): boolean {
    const { on } = fault;
    if (!("call" in on) || on.at !== point || !matches(on.call, call)) return false;
    const nth = ordinal(fault, call);
    return nth >= on.call.nth && nth < on.call.nth + on.call.times;
  }

  return {
    atCall(call, point) {
      const due = faults.filter((fault) => hits(fault, call, point));
      for (const fault of due) {
        strike(fault);
        call.faults.push(`${point}: ${JSON.stringify(fault.do)}`);
      }
      return due.map((fault) => fault.do);
    },
    atStep(when, step) {
      const due = faults.filter(({ on }) => stepOf(on, when) === step);
      for (const fault of due) strike(fault);
      return due.map((fault) => ({
        action: fault.do,
        afterMs: ("afterMs" in fault.on && fault.on.afterMs) || 0,
      }));
    },
    idle: () => faults.filter((fault) => !struck.has(fault) && (!fault.optional || struck.size === 0)),
    lastStrike: () => last,
  };
}

function stepOf(on: Fault["on"], when: "before" | "after"): string | undefined {
  if (when === "before") return "before" in on ? on.before : undefined;
  return "after" in on ? on.after : undefined;
}

type CallTrigger = Extract<Fault["on"], { call: unknown }>["call"];

function matches(wanted: CallTrigger, call: Call): boolean {
  if (wanted.replica !== undefined && wanted.replica !== call.replica) return false;
  if (wanted.verb !== undefined && wanted.verb !== call.verb) return false;
  if (wanted.resource !== undefined && wanted.resource !== call.resource) return false;
  return wanted.resource === undefined || wanted.subresource === call.subresource;
}

/** A fault in a few words, for reports. */
export function describeFault({ on, do: action }: Fault): string {
  const what = JSON.stringify(action);
  if (!("call" in on)) return `${"before" in on ? `before ${on.before}` : `after ${on.after}`}: ${what}`;
  const { verb = "any", resource = "call", subresource, nth } = on.call;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- for its words only
  return `${describe({ verb, resource, subresource } as Call)} #${nth} ${on.at}: ${what}`;
}
