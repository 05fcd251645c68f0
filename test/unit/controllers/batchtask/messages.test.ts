import { expect, test } from "vitest";
import { queueMessage, refusalMessage } from "../../../../src/controllers/batchtask/messages.ts";

const violation = (message: string) => ({ field: "f", rule: "r", policy: "p", message });

test("a refusal says all that is refused, and nothing that is only warned of", () => {
  const warned = { ...violation("too slow"), mode: "Warn" as const };
  expect(refusalMessage([violation("too wide"), warned, violation("too deep")])).toBe("too wide; too deep");
});

test("a refusal that is too long for people is cut, and shows it", () => {
  expect(refusalMessage([violation("x".repeat(4000))])).toBe("x".repeat(4000));
  expect(refusalMessage([violation("x".repeat(4001))])).toBe(`${"x".repeat(4000)}...`);
});

test("a task that waits says its place and what it waits for", () => {
  expect(queueMessage({ position: 2, of: 5, most: { value: 3, policy: "fair" } })).toEqual({
    position: 2,
    message:
      "Waits as number 2 of 5 in line: policy fair lets 3 tasks of this namespace run at the same time",
  });
});
