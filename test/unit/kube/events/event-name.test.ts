import { expect, test } from "vitest";
import { eventName } from "../../../../src/kube/events/event-name.ts";

const ms = Date.UTC(2026, 0, 1);
const id = "fccbe1e84909472589d6984a5acf0551";

test("a name has the nanoseconds of its time, as client-go's have them, and a part of the id", () => {
  expect(eventName("hello", { ms, nth: 10, id })).toBe("hello.18867251edfa000a-5acf0551");
});

test("names sort by time, and within a millisecond by their place in the process", () => {
  const moments = [
    { ms: 0, nth: 7, id: "f0" },
    { ms: ms - 1, nth: 6, id: "f1" },
    { ms, nth: 2, id: "f2" },
    { ms: ms + 0.7, nth: 3, id: "e3" },
    { ms: ms + 1, nth: 1, id: "e4" },
    { ms: ms + 100_000, nth: 0, id: "e5" },
  ];
  const names = moments.map((moment) => eventName("hello", moment));
  expect(names.toSorted()).toEqual(names);
});

test("two processes give two names to what happened in the same millisecond", () => {
  const other = "fccbe1e84909472589d6984a5acf0552";
  expect(eventName("hello", { ms, nth: 0, id })).not.toBe(eventName("hello", { ms, nth: 0, id: other }));
});

test("one process gives another name to each, though its ids were alike", () => {
  expect(eventName("hello", { ms, nth: 0, id })).not.toBe(eventName("hello", { ms, nth: 1, id }));
});

test("a long name is cut to a legal one", () => {
  const name = eventName("x".repeat(253), { ms, nth: 0, id });
  expect(name).toMatch(/^x+\.[0-9a-f]{16}-[0-9a-f]{8}$/);
  expect(name).toHaveLength(253);
  const dotted = eventName(`${"x".repeat(226)}.${"y".repeat(26)}`, { ms, nth: 0, id });
  expect(dotted).toBe(`${"x".repeat(226)}.18867251edfa0000-5acf0551`);
});

test("a time that is none is refused", () => {
  expect(() => eventName("hello", { ms: Number.NaN, nth: 0, id })).toThrow(RangeError);
});
