import { flushStatuses } from "../../../../../src/controllers/batchtask/status-writer/flush.ts";
import { createDeferral } from "../../../../../src/controllers/batchtask/status-writer/deferral.ts";
import { pino } from "pino";
import { expect, test } from "vitest";
import { run, task } from "../../../support/task.ts";

const pending = { observedGeneration: 1, phase: "Pending" as const, run: run() };
const named = (name: string) => {
  const one = task();
  return { ...one, metadata: { ...one.metadata, name } };
};

test("what is deferred is asked for at the end, each once, whatever fails, and nothing is postponed any more", async () => {
  const deferral = createDeferral(() => 0);
  const after = { ...pending, run: run({ jobUID: "j" }) };
  const names = Array.from({ length: 20 }, (_, index) => `task-${index}`);
  for (const name of names) expect(deferral.defer(named(name), pending, after)).toBeGreaterThan(0);
  const written: string[] = [];
  const warnings: string[] = [];
  const log = pino({ level: "warn" }, { write: (line: string) => void warnings.push(line) });
  await flushStatuses(
    deferral,
    (key) => {
      expect(deferral.defer(named(key.slice("team/".length)), pending, after)).toBe(0);
      if (key === "team/task-3") return Promise.reject(new Error("refused"));
      written.push(key);
      return Promise.resolve();
    },
    log,
  );
  expect(new Set(written).size).toBe(19);
  expect(written).toHaveLength(19);
  expect(warnings).toEqual([expect.stringContaining("team/task-3")]);
});
