import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createDelayHeap } from "../../../../src/kube/workqueue/heap.ts";

test("the delay heap behaves as a sorted map that keeps the earliest time", () => {
  const command = fc.oneof(
    fc.record({ key: fc.constantFrom("a", "b", "c", "d", "e"), at: fc.integer({ min: 0, max: 20 }) }),
    fc.constant("pop" as const),
    fc.record({ gone: fc.constantFrom("a", "b", "c", "d", "e") }),
  );
  fc.assert(
    fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
      const heap = createDelayHeap();
      const model = new Map<string, number>();
      for (const command of commands) {
        const earliest = model.size > 0 ? Math.min(...model.values()) : undefined;
        expect(heap.earliest()).toBe(earliest);
        if (command === "pop") {
          const key = heap.pop();
          expect(key === undefined ? undefined : model.get(key)).toBe(earliest);
          if (key !== undefined) model.delete(key);
        } else if ("gone" in command) {
          heap.remove(command.gone);
          model.delete(command.gone);
        } else {
          heap.push(command.key, command.at);
          model.set(command.key, Math.min(command.at, model.get(command.key) ?? Number.POSITIVE_INFINITY));
        }
        expect(heap.size).toBe(model.size);
      }
    }),
    { numRuns: 500 },
  );
});

test("what is moved and removed again and again does not pile up", () => {
  const heap = createDelayHeap();
  for (let time = 0; time < 10_000; time += 1) {
    heap.remove("a");
    heap.push("a", 20_000 - time);
    heap.push("b", 30_000);
  }
  expect([heap.size, heap.pop(), heap.pop(), heap.pop()]).toEqual([2, "a", "b", undefined]);
});
