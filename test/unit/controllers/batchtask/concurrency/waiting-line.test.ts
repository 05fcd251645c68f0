import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createWaitingLine } from "../../../../../src/controllers/batchtask/concurrency/waiting-line.ts";

const waiters = fc.uniqueArray(fc.record({ key: fc.string(), since: fc.constantFrom("1", "2", "3") }), {
  selector: ({ key }) => key,
});

test("the first in front: by time, of one time by key, whatever the order in which they came and went", () => {
  fc.assert(
    fc.property(waiters, waiters, fc.nat(9), (early, late, leaving) => {
      const line = createWaitingLine(early);
      const known = new Set(early.map(({ key }) => key));
      const all = [...early, ...late.filter(({ key }) => !known.has(key))];
      for (const waiter of all) line.add(waiter);
      const [left, stayed] = [all.slice(0, leaving), all.slice(leaving)];
      for (const waiter of left) line.remove(waiter);
      const sorted = stayed.toSorted((a, b) => (a.since + a.key < b.since + b.key ? -1 : 1));
      expect(sorted.map((_, index) => line.at(index)?.key)).toEqual(sorted.map(({ key }) => key));
      expect(line.length).toBe(stayed.length);
      expect(sorted.map((waiter) => line.placeOf(waiter))).toEqual(sorted.map((_, index) => index + 1));
    }),
  );
});

test("who stands in the line stands there once, and who does not can't leave it", () => {
  const line = createWaitingLine([{ key: "a", since: "1" }]);
  line.add({ key: "a", since: "1" });
  line.remove({ key: "b", since: "0" });
  expect([line.at(0)?.key, line.at(1)]).toEqual(["a", undefined]);
  expect(line.placeOf({ key: "b", since: "2" })).toBe(2);
});
