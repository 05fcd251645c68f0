import type { Limit } from "./limits.ts";
import type { Kind, Room } from "./plan.ts";
import { createWaitingLine, type Waiter, type WaitingLine } from "./waiting-line.ts";

/** A task that has limits. */
export interface Member extends Waiter {
  namespace: string;
  limits: readonly Limit[];
  /** See lineOf. */
  line: string;
  /** Id of those who wait for the same: kindOf. */
  kind: string;
}

/** The same for all tasks of a namespace that have the same limits. */
export const kindOf = (namespace: string, limits: readonly Limit[]): string =>
  [namespace, ...limits.map(({ id }) => id)].join("\n");

/** Who holds slots, who is about to, and who waits; kept by what changes. */
export interface Occupancy {
  /** A task holds its slots, waits for them, or does neither any more. */
  put(key: string, member: Member | undefined, state: "Holds" | "Waits"): void;
  /** The task is being started: it has its slots, whatever it is else, until `end`. */
  begin(member: Member): void;
  /** True if the task was being started. */
  end(key: string): boolean;
  /** Forgets all but which tasks are being started; their keys. */
  clear(): string[];
  /** What each limit of a line has left, by its id, where somebody waits for it. `extra` waits, too. */
  rooms(line: string, extra?: Member): Map<string, Room>;
  /** Those who wait in a line. `extra` waits, too, as a kind of its own id. */
  kinds(line: string, extra?: Member): Kind[];
  /** Anybody holds or waits in a line. */
  has(line: string): boolean;
  isWaiting(key: string): boolean;
  /** The place among those who wait for a limit of one who does, or would; and how many do. */
  placeFor(member: Member, limit: Limit): { position: number; of: number };
}

/** What is known of a limit. */
interface Slots {
  limit: Limit;
  holding: Set<string>;
  starting: Set<string>;
  waiting: WaitingLine;
}

interface Line {
  slots: Map<string, Slots>;
  /** By id; none without anybody. */
  kinds: Map<string, Kind & { waiting: WaitingLine }>;
}

/** @param changed told of each line of which something changed that decides who may start */
export function createOccupancy(changed: (line: string) => void): Occupancy {
  const lines = new Map<string, Line>();
  const members = new Map<string, { member: Member; state: "Holds" | "Waits" }>();
  const starting = new Map<string, Member>();

  function lineFor({ line }: Member): Line {
    const known = lines.get(line);
    if (known) return known;
    const made: Line = { slots: new Map(), kinds: new Map() };
    lines.set(line, made);
    return made;
  }

  function slotsFor(member: Member, limit: Limit): Slots {
    const { slots } = lineFor(member);
    const known = slots.get(limit.id);
    // Other policies may hold in the namespace by now.
    if (known) return Object.assign(known, { limit });
    const made = {
      limit,
      holding: new Set<string>(),
      starting: new Set<string>(),
      waiting: createWaitingLine(),
    };
    slots.set(limit.id, made);
    return made;
  }

  function wait(member: Member): void {
    const { kinds } = lineFor(member);
    const { kind: id, namespace, limits } = member;
    const kind = kinds.get(id) ?? { id, namespace, limits, waiting: createWaitingLine() };
    kinds.set(id, kind);
    kind.waiting.add(member);
  }

  function stopWaiting(member: Member): void {
    const { kinds } = lineFor(member);
    const kind = kinds.get(member.kind);
    kind?.waiting.remove(member);
    if (kind?.waiting.length === 0) kinds.delete(kind.id);
  }

  /** Where nobody has to do with a limit or a line it is forgotten: values of labels come and go. */
  function tidy({ line, limits }: Member): void {
    const found = lines.get(line);
    for (const { id } of limits) {
      const slots = found?.slots.get(id);
      if (slots && isEmpty(slots)) found?.slots.delete(id);
    }
    if (found?.slots.size === 0) lines.delete(line);
    changed(line);
  }

  function enter(member: Member, state: "Holds" | "Waits"): void {
    const { key, line, limits } = member;
    for (const limit of limits) {
      const slots = slotsFor(member, limit);
      if (state === "Holds") slots.holding.add(key);
      else slots.waiting.add(member);
    }
    if (state === "Waits") wait(member);
    changed(line);
  }

  function leave(member: Member): void {
    const { key, limits } = member;
    for (const limit of limits) {
      const slots = slotsFor(member, limit);
      slots.holding.delete(key);
      slots.waiting.remove(member);
    }
    stopWaiting(member);
    tidy(member);
  }

  function put(key: string, member: Member | undefined, state: "Holds" | "Waits"): void {
    const known = members.get(key);
    const isIn = member !== undefined && !(state === "Waits" && starting.has(key));
    if (known && isIn && known.state === state && isSame(known.member, member)) return;
    if (known) leave(known.member);
    members.delete(key);
    if (!isIn) return;
    members.set(key, { member, state });
    enter(member, state);
  }

  return {
    put,
    begin(member) {
      if (members.get(member.key)?.state === "Waits") put(member.key, undefined, "Waits");
      starting.set(member.key, member);
      for (const limit of member.limits) slotsFor(member, limit).starting.add(member.key);
      changed(member.line);
    },
    end(key) {
      const member = starting.get(key);
      if (!member) return false;
      starting.delete(key);
      for (const limit of member.limits) slotsFor(member, limit).starting.delete(key);
      tidy(member);
      return true;
    },
    clear() {
      const keys = [...starting.keys()];
      for (const line of lines.keys()) changed(line);
      lines.clear();
      members.clear();
      starting.clear();
      return keys;
    },
    rooms(line, extra) {
      const slots = lines.get(line)?.slots ?? new Map<string, Slots>();
      const rooms = new Map<string, Room>();
      for (const [id, one] of slots) if (one.waiting.length > 0) rooms.set(id, roomOf(one));
      for (const limit of extra?.limits ?? []) {
        const one = slots.get(limit.id);
        const { free, waiting } = one ? roomOf(one) : { free: limit.max, waiting: 0 };
        rooms.set(limit.id, { free, waiting: waiting + 1 });
      }
      return rooms;
    },
    kinds(line, extra) {
      const kinds: Kind[] = [...(lines.get(line)?.kinds.values() ?? [])];
      return extra ? [...kinds, { ...extra, id: EXTRA, waiting: createWaitingLine([extra]) }] : kinds;
    },
    has: (line) => lines.has(line),
    isWaiting: (key) => members.get(key)?.state === "Waits",
    placeFor(member, limit) {
      const waiting = lines.get(member.line)?.slots.get(limit.id)?.waiting;
      const outside = members.get(member.key)?.state === "Waits" ? 0 : 1;
      return { position: waiting?.placeOf(member) ?? 1, of: (waiting?.length ?? 0) + outside };
    },
  };
}

/** Id of the kind of one who asks without standing in the line. */
export const EXTRA = "";

function roomOf({ limit, holding, starting, waiting }: Slots): Room {
  const taken = holding.size + [...starting].filter((key) => !holding.has(key)).length;
  return { free: limit.max - taken, waiting: waiting.length };
}

function isEmpty({ holding, starting, waiting }: Slots): boolean {
  return holding.size + starting.size + waiting.length === 0;
}

function isSame(a: Member, b: Member): boolean {
  return (
    a.since === b.since &&
    a.line === b.line &&
    a.limits.length === b.limits.length &&
    a.limits.every(({ id, max }, index) => id === b.limits[index]?.id && max === b.limits[index]?.max)
  );
}
