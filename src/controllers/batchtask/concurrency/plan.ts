import type { Limit } from "./limits.ts";
import { createWaitingLine, type WaitingLine } from "./waiting-line.ts";

/** Tasks of one namespace that wait for the same limits: only their order tells them apart. */
export interface Kind {
  id: string;
  namespace: string;
  limits: readonly Limit[];
  waiting: Pick<WaitingLine, "length" | "at">;
}

/** What a limit has left. */
export interface Room {
  /** Slots that nobody has; below 0 where the limit was lowered meanwhile. */
  free: number;
  /** How many wait for one. */
  waiting: number;
}

/** Who may start now. */
export interface Plan {
  /** Keys, in order. */
  starts: ReadonlySet<string>;
  /** By id of a kind, the limit that the first of it waits for who was passed. Of kinds that are not in it every limit is full. */
  passed: ReadonlyMap<string, Limit>;
}

/**
 * Who may start now, of all that share a limit with each other, in their order. A task starts once each of its limits has
 * a slot for it. One that finds a limit full is passed by those behind it, so that a team that is at its limit does not
 * hold up its namespace. But the first of those that wait for a full limit keeps a slot of each of its other limits:
 * else tasks behind it that need only those might take them for ever. So whoever waits longest never loses a slot to
 * another, and starts once its limits have let go of what runs. All slots are taken at once, so nobody waits with
 * slots in hand but for those kept ones, and no two wait for each other. Pure.
 *
 * Slots only get fewer on the way: after the first of a kind that was passed no other one of it can start, or keep
 * anything. So each kind costs as much as it starts, however many wait.
 * @param rooms by id of the limit, of all limits that somebody waits for
 */
export function planStarts(
  kinds: Iterable<Kind>,
  rooms: ReadonlyMap<string, Room>,
  isFrozen: (namespace: string) => boolean,
): Plan {
  const starts = new Set<string>();
  const passed = new Map<string, Limit>();
  const left = createRooms(rooms);
  /** Limits whose next slot is somebody's. */
  const claimed = new Set<string>();

  /** True where the next of its kind may start, too. */
  function place(key: string, { id, namespace, limits }: Kind): boolean {
    if (isFrozen(namespace)) return false;
    const full = limits.filter((limit) => left.isFull(limit.id));
    const [first] = full;
    if (first) passed.set(id, first);
    else starts.add(key);
    const isNext = full.every((limit) => limit.max > 0 && !claimed.has(limit.id));
    for (const limit of isNext ? limits : []) {
      if (full.includes(limit)) claimed.add(limit.id);
      else left.take(limit.id);
    }
    return first === undefined;
  }

  const heads = createHeads(kinds);
  while (left.hasAny()) {
    const head = heads.take();
    if (!head) break;
    const { kind, key, behind } = head;
    const goesOn = place(key, kind);
    for (const { id } of kind.limits) left.pass(id, goesOn ? 1 : 1 + behind);
    if (goesOn) heads.goOn(head);
  }
  return { starts, passed };
}

/** The first of each kind, the first of all in front. */
function createHeads(kinds: Iterable<Kind>) {
  interface Head {
    kind: Kind;
    key: string;
    /** How many of its kind are behind it. */
    behind: number;
  }
  const heads = new Map<string, Head>();
  const line = createWaitingLine();

  function enter(kind: Kind, index: number): void {
    const waiter = kind.waiting.at(index);
    if (!waiter) return;
    heads.set(waiter.key, { kind, key: waiter.key, behind: kind.waiting.length - index - 1 });
    line.add(waiter);
  }

  for (const kind of kinds) enter(kind, 0);
  return {
    /** Takes the first of all away. */
    take(): Head | undefined {
      const first = line.at(0);
      if (!first) return undefined;
      line.remove(first);
      return heads.get(first.key);
    },
    /** Whoever stands behind one that was taken. */
    goOn({ kind, behind }: Head): void {
      enter(kind, kind.waiting.length - behind);
    },
  };
}

/** What is left while slots are given away. */
function createRooms(rooms: ReadonlyMap<string, Room>) {
  const left = new Map([...rooms].map(([id, room]) => [id, { ...room }]));
  const isOpen = ({ free, waiting }: Room): boolean => free > 0 && waiting > 0;
  let open = [...left.values()].filter(isOpen).length;

  function change(id: string, free: number, waiting: number): void {
    const room = left.get(id);
    if (!room) return;
    const before = isOpen(room);
    room.free -= free;
    room.waiting -= waiting;
    open += Number(isOpen(room)) - Number(before);
  }

  return {
    isFull: (id: string): boolean => (left.get(id)?.free ?? 0) <= 0,
    take: (id: string): void => change(id, 1, 0),
    /** So many of those who wait need not be looked at any more. */
    pass: (id: string, count: number): void => change(id, 0, count),
    /** Somebody who was not looked at yet may find a slot. */
    hasAny: (): boolean => open > 0,
  };
}
