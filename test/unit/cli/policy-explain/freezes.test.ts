import { expect, test } from "vitest";
import type { PolicyRules } from "../../../../src/api/policy/rules.ts";
import { freezeLine, heldFreezes } from "../../../../src/cli/policy-explain/freezes.ts";
import { guardrailsOf } from "../../../../src/guardrails/guard.ts";

const guardrails = (freezes: PolicyRules["freezes"] = []) =>
  guardrailsOf([{ name: "night", mode: "Enforce", rules: { freezes } }]);
const at = (time: string): number => Date.parse(`2026-01-01T${time}Z`);
const noon = { schedule: "0 12 * * *", timeZone: "Etc/UTC", durationSeconds: 3600, reason: "lunch" };
const evening = { schedule: "0 18 * * *", durationSeconds: 60 };

test("each freeze is told with its end where it is on, and its next beginning", () => {
  const { merged } = guardrails([noon, evening, { ...noon, schedule: "0 0 30 2 *" }]);
  const common = { rule: "freezes", bound: "schedule", policy: "night", mode: "Enforce" };
  expect(heldFreezes(merged, "Enforce", at("12:30:00"))).toEqual([
    {
      ...common,
      value: "0 12 * * * (Etc/UTC) for 3600 s",
      otherwise: "Queue",
      until: "2026-01-01T13:00:00Z",
      next: "2026-01-02T12:00:00Z",
    },
    {
      ...common,
      value: "0 18 * * * (Etc/UTC) for 60 s",
      otherwise: "Queue",
      next: "2026-01-01T18:00:00Z",
    },
    { ...common, value: "can't be read: 0 0 30 2 * (Etc/UTC) for 3600 s", otherwise: "" },
  ]);
});

test("a line says whether one is on, until when, and when the next begins", () => {
  const held = guardrails([noon, evening]);
  expect(freezeLine(held, at("12:30:00"))).toBe(
    "Frozen until 2026-01-01T13:00:00Z by policy night (lunch): no run starts; the next freeze begins at 2026-01-01T18:00:00Z",
  );
  expect(freezeLine(held, at("13:00:00"))).toBe(
    "No freeze is on; the next one begins at 2026-01-01T18:00:00Z",
  );
  expect(freezeLine(guardrails(), 0)).toBeUndefined();
  expect(freezeLine(guardrails([{ ...noon, schedule: "0 0 30 2 *" }]), 0)).toBe(
    "No freeze is on, and none is in sight",
  );
});
