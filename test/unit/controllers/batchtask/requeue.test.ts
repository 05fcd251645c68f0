import { expect, test } from "vitest";
import { requeueAfter } from "../../../../src/controllers/batchtask/requeue.ts";
import { run, spec } from "../../support/task.ts";

const ended = Date.parse("2026-01-01T00:00:00Z");
const status = { observedGeneration: 1, run: run({ completionTime: "2026-01-01T00:00:00Z" }) };

test.each([
  [4_000, 6_000],
  [10_001, 60_000],
])("%d ms after its end a task that is to go after 10 s is looked at in %d ms", (after, requeueAfterMs) => {
  const guarded = spec({ runs: { deleteAfterSeconds: 10 } });
  expect(requeueAfter({ status, guarded, now: ended + after })).toEqual({ requeueAfterMs });
});
