import { expect, test } from "vitest";
import { computeStatus } from "../../../src/status/compute-status.ts";
import { run, task } from "../support/task.ts";
import { condition, now, seen, startTime, withStatus } from "./support/inputs.ts";

test("a lower historyLimit counts at once, though no run has ended since", () => {
  const ended = computeStatus(
    seen(withStatus({ startTime, completionTime: now, succeeded: 1, conditions: [condition("Complete")] })),
  );
  const [entry] = ended.history ?? [];
  if (!entry) throw new Error("The run has no entry");
  const three = { ...ended, history: [entry, { ...entry, number: 2 }, { ...entry, number: 3 }] };
  const historyAt = (historyLimit: number) =>
    computeStatus(
      seen({
        task: task({ runs: { historyLimit } }, three),
        run: ended.run ?? run(),
      }),
    ).history;
  expect(historyAt(5)).toEqual(three.history);
  expect(historyAt(2)).toEqual(three.history.slice(0, 2));
  expect(historyAt(0)).toBeUndefined();
});
