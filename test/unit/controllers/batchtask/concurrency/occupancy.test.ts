import { expect, test } from "vitest";
import type { Limit } from "../../../../../src/controllers/batchtask/concurrency/limits.ts";
import {
  createOccupancy,
  kindOf,
  type Member,
} from "../../../../../src/controllers/batchtask/concurrency/occupancy.ts";

const limit = (id: string, max: number): Limit => ({ id, max, of: { kind: "Namespace", policy: "p" } });
const few = limit("few", 2);
const one = limit("one", 1);

const member = (name: string, second: number, limits: readonly Limit[] = [few]): Member => ({
  key: `team/${name}`,
  namespace: "team",
  line: "team",
  since: `2026-01-01T00:00:0${second}Z`,
  limits,
  kind: kindOf("team", limits),
});
const [a, b, c] = [member("a", 1), member("b", 2, [few, one]), member("c", 3)];

function scene() {
  const changed: string[] = [];
  const occupancy = createOccupancy((line) => changed.push(line));
  const order = (extra?: Member) =>
    occupancy
      .kinds("team", extra)
      .map(({ waiting }) =>
        Array.from({ length: waiting.length }, (_, at) => waiting.at(at)?.key.slice(5)).join(""),
      )
      .join(" ");
  const rooms = (extra?: Member) => Object.fromEntries(occupancy.rooms("team", extra));
  return { occupancy, changed, order, rooms };
}

test("of each limit for which somebody waits it is known what is left", () => {
  const { occupancy, order, rooms } = scene();
  occupancy.put(a.key, a, "Holds");
  expect(rooms()).toEqual({});
  occupancy.put(c.key, c, "Waits");
  occupancy.put(b.key, b, "Waits");
  expect(order()).toBe("c b");
  expect(rooms()).toEqual({ few: { free: 1, waiting: 2 }, one: { free: 1, waiting: 1 } });
});

test("who is about to start has its slots and does not wait, until its Job holds them", () => {
  const { occupancy, order, rooms } = scene();
  for (const one of [a, b, c]) occupancy.put(one.key, one, "Waits");
  occupancy.begin(b);
  expect([order(), rooms()["few"]]).toEqual(["ac", { free: 1, waiting: 2 }]);
  occupancy.put(b.key, b, "Waits");
  expect(order()).toBe("ac");
  occupancy.put(b.key, b, "Holds");
  expect(rooms()["few"]).toEqual({ free: 1, waiting: 2 });
  expect([occupancy.end(b.key), occupancy.end(b.key)]).toEqual([true, false]);
  expect(rooms()["few"]).toEqual({ free: 1, waiting: 2 });
  occupancy.put(b.key, undefined, "Waits");
  expect(rooms()["few"]).toEqual({ free: 2, waiting: 2 });
});

test("who asks without standing in the line is told where it would stand", () => {
  const { occupancy, order, rooms } = scene();
  for (const one of [a, c]) occupancy.put(one.key, one, "Waits");
  expect(order(b)).toBe("ac b");
  expect(order(member("d", 9))).toBe("ac d");
  expect(rooms(b)).toEqual({ few: { free: 2, waiting: 3 }, one: { free: 1, waiting: 1 } });
  expect(occupancy.placeFor(b, few)).toEqual({ position: 2, of: 3 });
  expect(occupancy.placeFor(c, few)).toEqual({ position: 2, of: 2 });
  expect(occupancy.placeFor(b, one)).toEqual({ position: 1, of: 1 });
});

test("a limit that another policy has lowered, or a later run, counts from now on", () => {
  const { occupancy, order, rooms } = scene();
  for (const one of [a, c]) occupancy.put(one.key, one, "Waits");
  occupancy.put(a.key, { ...a, limits: [{ ...few, max: 1 }] }, "Waits");
  expect(rooms()).toEqual({ few: { free: 1, waiting: 2 } });
  occupancy.put(a.key, member("a", 9), "Waits");
  expect(order()).toBe("ca");
});

test("who is gone leaves nothing, and only what changes is told", () => {
  const { occupancy, changed } = scene();
  occupancy.put(a.key, a, "Holds");
  const told = changed.length;
  occupancy.put(a.key, { ...a }, "Holds");
  occupancy.put(b.key, undefined, "Waits");
  expect(changed.length).toBe(told);
  expect(occupancy.has("team")).toBe(true);
  occupancy.put(a.key, undefined, "Waits");
  expect(occupancy.has("team")).toBe(false);
});

test("after all is forgotten it is known still who was being started", () => {
  const { occupancy } = scene();
  occupancy.put(a.key, a, "Holds");
  occupancy.begin(b);
  expect(occupancy.clear()).toEqual([b.key]);
  expect(occupancy.has("team")).toBe(false);
});
