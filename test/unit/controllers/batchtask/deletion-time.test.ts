import { expect, test } from "vitest";
import { deletionTime, isExpired } from "../../../../src/controllers/batchtask/deletion-time.ts";
import { run, spec } from "../../support/task.ts";

const completionTime = "2026-01-01T00:00:00Z";
const end = Date.parse(completionTime);
const asked = spec({ runs: { deleteAfterSeconds: 2 } });

test("a task is to be deleted so many seconds after its run has ended", () => {
  expect(deletionTime(asked, run({ completionTime }))).toBe(end + 2_000);
  expect(isExpired(asked, run({ completionTime }), end + 1_999)).toBe(false);
  expect(isExpired(asked, run({ completionTime }), end + 2_000)).toBe(true);
});

test("one that goes on, or is asked to stay, is not", () => {
  expect(deletionTime(asked, run({}))).toBeUndefined();
  expect(deletionTime(asked, undefined)).toBeUndefined();
  expect(isExpired(spec(), run({ completionTime }), end + 1e9)).toBe(false);
});
