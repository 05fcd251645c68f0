import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Limit } from "../../../../../src/controllers/batchtask/concurrency/limits.ts";
import { createWaitingLine } from "../../../../../src/controllers/batchtask/concurrency/waiting-line.ts";
import { kindOf } from "../../../../../src/controllers/batchtask/concurrency/occupancy.ts";
import { planStarts } from "../../../../../src/controllers/batchtask/concurrency/plan.ts";

const IDS = ["A", "B", "C", "Z"] as const;
type Id = (typeof IDS)[number];
type Free = Partial<Record<Id, number>>;
const MAX: Record<Id, number> = { A: 3, B: 2, C: 1, Z: 0 };

interface Waiting {
  key: string;
  namespace: string;
  limits: readonly Limit[];
}

const waiter = (key: string, ids: string, namespace = "team"): Waiting => ({
  key,
  namespace,
  limits: IDS.filter((id) => ids.includes(id)).map(
    (id): Limit => ({ id, max: MAX[id], of: { kind: "Namespace", policy: "p" } }),
  ),
});
const count = (id: Id, tasks: readonly Waiting[]): number =>
  tasks.filter(({ limits }) => limits.some((one) => one.id === id)).length;
/** By what they wait for, in their order. */
const kinds = (waiting: readonly Waiting[]) =>
  Object.entries(Object.groupBy(waiting, ({ namespace, limits }) => kindOf(namespace, limits))).map(
    ([id, of = []]) => {
      const line = of.map((one) => ({ key: one.key, since: String(waiting.indexOf(one)).padStart(3, "0") }));
      const { namespace = "", limits = [] } = of[0] ?? {};
      return { id, namespace, limits, waiting: createWaitingLine(line) };
    },
  );
const rooms = (waiting: readonly Waiting[], free: (id: Id) => number) =>
  new Map(IDS.map((id) => [id as string, { free: free(id), waiting: count(id, waiting) }]));

/** Of waiters as `a:AB c:B`, with so many slots free. */
function plan(text: string, free: Free, frozen = "") {
  const waiters = text.split(" ").map((one) => {
    const [key = "", ids = ""] = one.split(":");
    return waiter(key, ids, frozen.includes(key) ? "frozen" : "team");
  });
  return planStarts(
    kinds(waiters),
    rooms(waiters, (id) => free[id] ?? 0),
    (namespace) => namespace === "frozen",
  );
}
const starts = (...args: Parameters<typeof plan>): string => [...plan(...args).starts].join("");

test.each<[string, string, Free, string]>([
  ["as many as there are slots, in order", "a:A b:A c:A", { A: 2 }, "ab"],
  ["each limit must have one", "a:AB b:AB c:A", { A: 3, B: 1 }, "ac"],
  ["those at their own limit are passed", "a:AB b:AB c:AB d:A e:A", { A: 3 }, "de"],
  ["but for the first, which keeps a slot", "a:AB b:A", { A: 1 }, ""],
  ["and only the first", "a:AB b:AB c:A", { A: 2 }, "c"],
  ["of each full limit", "a:AB b:AC c:A d:A", { A: 3 }, "c"],
  ["a limit that lets nobody run keeps nothing", "a:AZ b:A", { A: 1 }, "b"],
  ["what is over its limit lets nobody in", "a:A", { A: -2 }, ""],
])("%s: %s", (_, waiters, free, expected) => {
  expect(starts(waiters, free)).toBe(expected);
});

test("who was passed is told which limit is full", () => {
  const { passed } = plan("a:AB b:A", { A: 2 });
  expect([...passed.values()].map(({ id }) => id)).toEqual(["B"]);
});

test("who waits in a freeze takes nothing and keeps nothing", () => {
  expect(starts("a:A b:A", { A: 1 }, "a")).toBe("b");
  expect(starts("a:AB b:A", { A: 1 }, "a")).toBe("b");
});

const needs = fc.constantFrom("A", "B", "C", "AB", "AC", "BC", "ABC");
const endings = fc.array(fc.nat(99), { minLength: 80, maxLength: 80 });

test("whatever ends in whatever order, nobody is passed for ever, and no limit is exceeded", () => {
  fc.assert(
    fc.property(fc.array(needs, { minLength: 1, maxLength: 25 }), endings, (all, ends) => {
      const waiting = [waiter("first", "ABC"), ...all.map((ids, index) => waiter(`w${index}`, ids))];
      const running = ["A", "A", "A", "B", "B", "C"].map((ids, index) => waiter(`r${index}`, ids));
      for (const [step, end] of ends.entries()) {
        const { starts } = planStarts(
          kinds(waiting),
          rooms(waiting, (id) => MAX[id] - count(id, running)),
          () => false,
        );
        running.push(...waiting.filter(({ key }) => starts.has(key)));
        for (const key of starts)
          waiting.splice(
            waiting.findIndex((one) => one.key === key),
            1,
          );
        for (const id of IDS) expect(count(id, running)).toBeLessThanOrEqual(MAX[id]);
        if (starts.has("first")) return;
        if (running.every(({ key }) => !key.startsWith("r"))) throw new Error("the first was passed");
        // Work goes on while anybody waits.
        expect(running.length).toBeGreaterThan(0);
        running.splice(end % running.length, 1);
        // Each time somebody new comes who needs one limit, and would pass.
        waiting.push(waiter(`n${step}`, IDS[step % 3] ?? "A"));
      }
      // What ran at first and still does has kept it waiting.
      expect(running.some(({ key }) => key.startsWith("r"))).toBe(true);
    }),
  );
});
