import { expect, test } from "vitest";
import type { Exemption } from "../../../../src/api/policy/exemptions.ts";
import { expiryOf, nextExpiryIn } from "../../../../src/controllers/policy/expiry.ts";
import { policy } from "../../support/policy.ts";

const DAY = 24 * 3_600_000;
const END = Date.parse("2026-06-10T00:00:00Z");
const withExemptions = (...exemptions: Partial<Exemption>[]) =>
  policy("bounds", {
    rules: {},
    exemptions: exemptions.map((one) => ({
      namespace: "ml",
      rules: ["resources"],
      reason: "new nodes",
      until: "2026-06-10T00:00:00Z",
      ...one,
    })),
  });

test("an end is told of from seven days before it, and after it", () => {
  const one = withExemptions({ name: "train", matchLabels: { team: "ml" } });
  expect(expiryOf(one, END - 7 * DAY)).toBeUndefined();
  const change = nextExpiryIn([one], END - 8 * DAY) ?? 0;
  expect(expiryOf(one, END - 8 * DAY + change)).toEqual({
    reason: "ExemptionEndsSoon",
    message:
      "the exemption of ml/train, team=ml from resources ends at 2026-06-10T00:00:00Z (new nodes): remove it, or move its end",
  });
  expect(nextExpiryIn([one], END - DAY)).toBe(DAY);
  expect(expiryOf(one, END)).toEqual({
    reason: "ExemptionEnded",
    message:
      "the exemption of ml/train, team=ml from resources ended at 2026-06-10T00:00:00Z (new nodes): remove it, or move its end",
  });
  expect(nextExpiryIn([one], END)).toBeUndefined();
});

test("of several the nearest change counts, and one that still holds makes them end soon", () => {
  const both = withExemptions({}, { until: "2026-06-11T00:00:00Z" });
  expect(nextExpiryIn([both], END - 1)).toBe(1);
  expect(expiryOf(both, END)?.reason).toBe("ExemptionEndsSoon");
  expect(expiryOf(policy("bare", { rules: {} }), END)).toBeUndefined();
});
