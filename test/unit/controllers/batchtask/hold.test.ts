import { expect, test } from "vitest";
import { holdOf } from "../../../../src/controllers/batchtask/hold.ts";
import { createFreezes } from "../../../../src/guardrails/freezes/freezes.ts";
import { guardrailsOf } from "../../../../src/guardrails/guard.ts";
import { job, run, task } from "../../support/task.ts";

const now = Date.parse("2026-01-01T00:30:00Z");
const freezes = [{ schedule: "0 0 * * *", durationSeconds: 3600 }];
const frozen = guardrailsOf([{ name: "night", mode: "Enforce", rules: { freezes } }]);
const waiting = task({}, { observedGeneration: 2, run: run() });

/** What is held up, and who asked for a slot. */
function scene(isFull: boolean) {
  const asked: string[] = [];
  const limit = { id: "", max: 1, of: { kind: "Namespace", policy: "few" } } as const;
  const acquire = ({ metadata }: typeof waiting) => {
    asked.push(metadata.name);
    return isFull ? { position: 1, of: 1, limit } : undefined;
  };
  const held = (asking: Parameters<typeof holdOf>[1], guardrails = frozen) =>
    holdOf({ freezes: createFreezes(), slots: { acquire } }, asking, guardrails);
  return { asked, held };
}

test("who would start in a freeze waits for its end, and asks for no slot", () => {
  const { asked, held } = scene(true);
  const until = Date.parse("2026-01-01T01:00:00Z");
  expect(held({ task: waiting, now })).toMatchObject({ kind: "Frozen", until });
  expect(asked).toEqual([]);
});

test("after the freeze a slot is asked for", () => {
  const { asked, held } = scene(true);
  expect(held({ task: waiting, now: now + 1_800_000 })).toMatchObject({ kind: "Queued", position: 1 });
  expect(asked).toEqual(["report"]);
});

test("what runs goes on, and one that is to be suspended is made", () => {
  const { held } = scene(false);
  expect(held({ task: waiting, job: job({ status: { active: 1 } }), now })).toBeUndefined();
  expect(held({ task: { ...waiting, spec: { ...waiting.spec, suspend: true } }, now })).toBeUndefined();
});

test("one that is resumed waits", () => {
  const { held } = scene(false);
  expect(held({ task: waiting, job: job({ spec: { suspend: true } }), now })?.kind).toBe("Frozen");
});
