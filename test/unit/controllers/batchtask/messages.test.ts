import { expect, test } from "vitest";
import type { LimitOf } from "../../../../src/controllers/batchtask/concurrency/limits.ts";
import {
  freezeMessage,
  queueMessage,
  refusalMessage,
} from "../../../../src/controllers/batchtask/messages.ts";

const violation = (message: string) => ({ field: "f", rule: "r", policy: "p", message });

test("a refusal says all that is refused, and nothing that is only warned of", () => {
  const warned = { ...violation("too slow"), mode: "Warn" as const };
  expect(refusalMessage([violation("too wide"), warned, violation("too deep")])).toBe("too wide; too deep");
});

test("a refusal that is too long for people is cut, and shows it", () => {
  expect(refusalMessage([violation("x".repeat(4000))])).toBe("x".repeat(4000));
  expect(refusalMessage([violation("x".repeat(4001))])).toBe(`${"x".repeat(4000)}...`);
});

const fair = { id: "", max: 3, of: { kind: "Namespace", policy: "fair" } } as const;

test.each<[LimitOf, string]>([
  [
    { kind: "Label", policy: "fair", label: "team", value: "red" },
    "policy fair lets 3 tasks with label team=red run at the same time, over all its namespaces",
  ],
  [
    { kind: "ConcurrencyGroup", name: "nightly" },
    "of the tasks of this namespace with runs.concurrencyGroup nightly one runs at a time",
  ],
])("whose limit it is, is told: %j", (of, words) => {
  const { message } = queueMessage({ position: 1, of: 1, limit: { ...fair, of } });
  expect(message).toBe(`Waits as number 1 of 1 in line: ${words}`);
});

test("a task that waits says its place and what it waits for", () => {
  expect(queueMessage({ position: 2, of: 5, limit: fair })).toEqual({
    position: 2,
    message:
      "Waits as number 2 of 5 in line: policy fair lets 3 tasks of this namespace run at the same time",
  });
});

test.each([
  [10, 10, "number 10 of 10", 10],
  [10, 11, "number 10 of some 20", 10],
  [11, 20, "among the first 20 of some 20", 20],
  [21, 51, "among the first 50 of some 100", 50],
  [200, 201, "among the first 200 of some 500", 200],
  [1_001, 9_999, "among the first 2000 of some 10000", 2_000],
])("number %d of %d is told as %s, so that a line that moves is few writes", (position, of, told, place) => {
  const said = queueMessage({ position, of, limit: fair });
  expect(said.message).toContain(`Waits as ${told} in line:`);
  expect(said.position).toBe(place);
});

test.each([
  [{ reason: "backup" }, "start until 2026-01-01T00:00:00Z (backup)"],
  [{ reason: undefined }, "start until 2026-01-01T00:00:00Z"],
  [{ reason: undefined, isAtLeast: true }, "start at least until 2026-01-01T00:00:00Z"],
])("of a freeze the policy, its end and its reason are told: %j", (freeze, end) => {
  const frozen = { policy: "night", until: Date.UTC(2026, 0), isAtLeast: false, ...freeze };
  expect(freezeMessage(frozen)).toBe(
    `Waits for the end of a freeze: policy night lets no run of this namespace ${end}`,
  );
});
