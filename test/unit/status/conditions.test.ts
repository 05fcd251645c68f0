import { expect, test } from "vitest";
import { CONDITION_TYPES, endReasonOf, readyOf } from "../../../src/api/condition.ts";
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

test.each(PHASES)(
  "in the phase %s Ready is there, and of the others what the table does not say is False",
  (phase) => {
    const conditions = at(phase);
    const known = CONDITION_TYPES.filter((type) => type === "Ready" || TRUTHS[phase][type] !== "False");
    expect(conditions.map(({ type, status }) => [type, status])).toEqual(
      known.map((type) => [type, TRUTHS[phase][type]]),
    );
    expect(conditions.every(({ observedGeneration }) => observedGeneration === 5)).toBe(true);
  },
);

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
  const stamped = (phase: Phase, old: Phase) => {
    const before = at(old).map((one) => ({ ...one, reason: "Before", lastTransitionTime: earlier }));
    return at(phase, { old: before }).map(({ type, lastTransitionTime }) => [type, lastTransitionTime]);
  };
  expect(stamped("Succeeded", "Running")).toEqual([
    ["Ready", now],
    ["Complete", now],
    ["Finished", now],
  ]);
  expect(stamped("Rejected", "Unknown")).toEqual([
    ["Ready", earlier],
    ["Stalled", earlier],
    ["Failed", now],
    ["Finished", earlier],
  ]);
});

test("a condition that was there and False, as earlier releases wrote it, goes; one that comes to hold is dated then", () => {
  const row = (truth: "True" | "False") => ({
    status: truth,
    reason: "AsExpected",
    message: "",
    lastTransitionTime: earlier,
    observedGeneration: 4,
  });
  const old = CONDITION_TYPES.map((type) => ({ type, ...row(type === "Reconciling" ? "True" : "False") }));
  expect(at("Failed", { old }).map(({ type, lastTransitionTime }) => [type, lastTransitionTime])).toEqual([
    ["Ready", earlier],
    ["Stalled", now],
    ["Failed", now],
    ["Finished", now],
  ]);
});

test("each has the reason, and the story is told by Ready and by what is wrong or goes on", () => {
  const said = (phase: Phase) =>
    Object.fromEntries(at(phase).map(({ type, reason, message }) => [type, [reason, message].join()]));
  expect(said("Running")).toEqual({ Ready: "R,m", Reconciling: "R,m" });
  expect(said("Succeeded")).toEqual({ Ready: "R,m", Complete: "R,", Finished: "R," });
  expect(said("Failed")).toEqual({ Ready: "R,m", Stalled: "R,m", Failed: "R,m", Finished: "R," });
});

test("how a run ended is kept though the next one is due", () => {
  const progress = {
    phase: "Failed",
    reason: "BackoffLimitExceeded",
    cause: "OOMKilled",
    message: "m",
  } as const;
  const conditions = conditionsOf(progress, 1, {
    old: [],
    now: "2026-01-01T00:00:00Z",
    started: false,
    next: "Rerun",
  });
  expect(readyOf({ conditions })?.reason).toBe("OOMKilled");
  const run = { completionTime: "2026-01-01T00:00:00Z" };
  expect([endReasonOf({ conditions, run }), endReasonOf({ conditions })]).toEqual([
    "BackoffLimitExceeded",
    undefined,
  ]);
});
