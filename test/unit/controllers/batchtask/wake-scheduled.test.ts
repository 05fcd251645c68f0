import { expect, test } from "vitest";
import { wakeScheduled } from "../../../../src/controllers/batchtask/wake-scheduled.ts";
import { task } from "../../support/task.ts";

test("when the clock was set, tasks on a schedule are looked at, and no others", () => {
  const named = (name: string, runs: NonNullable<Parameters<typeof task>[0]>["runs"]) => {
    const made = task(runs === undefined ? {} : { runs });
    return { ...made, metadata: { ...made.metadata, name } };
  };
  const tasks = [
    named("plain", undefined),
    named("nightly", { schedule: { cron: "@daily" } }),
    named("often", { onChange: "Never" }),
    named("held", { schedule: { cron: "@hourly", suspend: true } }),
  ];
  const woken: string[] = [];
  wakeScheduled({ list: () => tasks }, { add: (key) => void woken.push(key) });
  expect(woken).toEqual(["team/nightly", "team/held"]);
});
