import { expect, test } from "vitest";
import { CONDITION_TYPES } from "../../../src/api/condition.ts";
import { PHASES, type Phase } from "../../../src/api/status.ts";
import { conditionsOf, TRUTHS } from "../../../src/status/conditions.ts";

const earlier = "2026-01-01T00:00:00Z";
const now = "2026-01-01T00:01:00Z";
type Context = Parameters<typeof conditionsOf>[2];

const at = (phase: Phase, context: Partial<Context> = {}) =>
  conditionsOf({ phase, reason: "R", message: "m" }, 5, {
    old: [],
    now,
    started: false,
    next: undefined,
    ...context,
  });
const trueTypes = (...args: Parameters<typeof at>): string[] =>
  at(...args).flatMap(({ type, status }) => (status === "True" ? [type] : []));

test.each(PHASES)("in the phase %s each condition is there once, as the table has it", (phase) => {
  const conditions = at(phase);
  expect(conditions.map(({ type }) => type)).toEqual([...CONDITION_TYPES]);
  expect(Object.fromEntries(conditions.map(({ type, status }) => [type, status]))).toEqual(TRUTHS[phase]);
  expect(conditions.every(({ observedGeneration }) => observedGeneration === 5)).toBe(true);
});

test("a task that is ready once a pod runs is ready while it runs, and at no other time before its end", () => {
  expect(trueTypes("Running", { started: true })).toEqual(["Ready"]);
  expect(trueTypes("Finishing", { started: true })).toEqual(["Reconciling"]);
  expect(trueTypes("Failed", { started: true })).toEqual(["Stalled", "Failed", "Finished"]);
});

test("a task whose next run is due has not finished", () => {
  expect(trueTypes("Succeeded", { next: "SpecChanged" })).toEqual(["Reconciling"]);
  expect(trueTypes("Suspended", { next: "SpecChanged" })).toEqual(["Ready"]);
});

test("the time of a condition stays where its status stays, whatever its reason", () => {
  const old = at("Running").map((one) => ({ ...one, reason: "Before", lastTransitionTime: earlier }));
  const changed = at("Succeeded", { old }).flatMap(({ type, lastTransitionTime }) =>
    lastTransitionTime === now ? [type] : [],
  );
  expect(changed).toEqual(["Ready", "Reconciling", "Complete", "Finished"]);
});

test("Ready and what holds tell the story, the others that they don't hold", () => {
  const reasons = (phase: Phase) => Object.fromEntries(at(phase).map(({ type, reason }) => [type, reason]));
  expect(reasons("Running")).toEqual({
    Ready: "R",
    Reconciling: "R",
    Stalled: "AsExpected",
    Complete: "NotFinished",
    Failed: "NotFinished",
    Finished: "NotFinished",
  });
  expect(reasons("Succeeded")).toMatchObject({
    Complete: "R",
    Failed: "NotFailed",
    Reconciling: "AsExpected",
  });
  expect(reasons("Failed")).toMatchObject({ Ready: "R", Stalled: "R", Complete: "NotComplete", Failed: "R" });
});
