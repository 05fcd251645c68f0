import { computeStatus } from "../../../src/status/compute-status.ts";
import { expect, test } from "vitest";
import { LONGEST_MESSAGE } from "../../../src/api/condition.ts";
import { statusSchema } from "../../../src/api/status.ts";
import { job, run, task } from "../support/task.ts";

const now = "2026-01-01T00:01:00Z";
const base = {
  task: task(),
  guarded: { spec: task().spec, adjustments: [], violations: [] },
  run: run(),
  now,
};

/** As the API server reads it: what is no character becomes the replacement character. */
const stored = (text = "") => new TextDecoder().decode(new TextEncoder().encode(text));

// The last character that is kept takes two of UTF-16's; cut one further to the left, it would be halved.
test.each(["x".repeat(40_000), "🐘".repeat(20_000), `x${"🐘".repeat(20_000)}`])(
  "a refusal that is too long for a condition is cut between characters, and says so",
  (message) => {
    const status = computeStatus({ ...base, problem: { kind: "InvalidJob", message } });
    expect(statusSchema.safeParse(status).error).toBeUndefined();
    const told = status.conditions?.filter(({ type }) => type !== "Finished") ?? [];
    expect(told.map(({ type }) => type)).toEqual(["Ready", "Stalled", "Failed"]);
    for (const { message: shown } of told) {
      expect(shown).toMatch(/^x?[x🐘]+… \(cut\)$/u);
      expect(shown.length).toBeGreaterThan(LONGEST_MESSAGE - 3);
      expect(stored(shown)).toBe(shown);
    }
    expect(status.conditions?.[0]?.message).toContain("(cut)");
  },
);

test("a failure that is too long is cut, in the status and in its condition; what fits is left as it is", () => {
  const failed = (message: string) => {
    const condition = {
      type: "Failed",
      status: "True",
      reason: "JobFailed",
      message,
      lastTransitionTime: now,
    };
    const evidence = { pods: [], jobEvents: [], podEvents: [] };
    return computeStatus({ ...base, job: job({ status: { conditions: [condition] } }), evidence });
  };
  const long = failed("x".repeat(LONGEST_MESSAGE + 1));
  expect(statusSchema.safeParse(long).error).toBeUndefined();
  expect(long.failure?.message).toMatch(/x… \(cut\)$/);
  const fits = "x".repeat(LONGEST_MESSAGE);
  expect(failed(fits).failure?.message).toBe(fits);
  expect(failed(fits).conditions?.[0]?.message).toBe(fits);
});
