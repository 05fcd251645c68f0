import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { REHEARSAL } from "../../../src/guardrails/admission/messages.ts";
import { titleOf } from "../../support/guardrails/cases.ts";
import { MODES, playable, policyFor, wordsFor } from "../../support/guardrails/modes.ts";
import { SCHEDULES } from "../../support/guardrails/schedules.ts";
import { only, type PolicyCluster, startPolicyCluster } from "./cluster.ts";
import { readyOf, tasksUnder } from "./tasks.ts";

let world: PolicyCluster;
beforeAll(async () => {
  world = await startPolicyCluster("schedules");
  await world.operator();
}, 240_000);
afterAll(() => world[Symbol.asyncDispose]());

const nightly = { cron: "0 2 1 1 *", timeZone: "Europe/Berlin" };

test("a schedule that comes too often is refused before any run, and in force once it is mended", async () => {
  const tasks = await tasksUnder(world, "rare", { scheduleInterval: { minSeconds: 3600 } });
  await tasks.create("often", { runs: { schedule: { ...nightly, cron: "*/5 * * * *" } } });
  const refused = await tasks.until("often", (task) => readyOf(task)?.reason === "PolicyViolation");
  expect(readyOf(refused)?.status).toBe("False");
  expect(readyOf(refused)?.message).toBe(
    "spec.runs.schedule.cron is */5 * * * *, of which two times are 300 s apart, and policy rare asks for at least 3600 s: use one that comes more rarely",
  );
  expect(await tasks.jobs()).toEqual([]);
  await tasks.edit("often", { runs: { schedule: { cron: "0 2 1 1 *" } } });
  await tasks.until("often", (task) => readyOf(task)?.status === "True");
});

test("a spread is filled in, and told with the policy that did it", async () => {
  const tasks = await tasksUnder(world, "spread", { spreadSeconds: { default: 3600 } });
  await tasks.create("nightly", { runs: { schedule: nightly } });
  const { status } = await tasks.until("nightly", (task) => task.status?.schedule !== undefined);
  expect(status?.effective?.spreadSeconds).toBe(3600);
  expect(status?.effective?.filledIn).toEqual([
    { policy: "spread", fields: ["runs.schedule.spreadSeconds"] },
  ]);
  const next = Date.parse(status?.schedule?.nextStartTime ?? "");
  const time = next - (next % 3_600_000);
  expect(new Date(time).toISOString()).toMatch(/-01-01T01:00:00/);
  await tasks.create("once");
  const once = await tasks.until("once", (task) => task.status?.effective !== undefined);
  expect(once.status?.effective).not.toHaveProperty("spreadSeconds");
});

describe("admission says what the chain says", () => {
  // CEL can't work out the times of an expression.
  const plays = SCHEDULES.filter(({ rule }) => rule !== "scheduleInterval").flatMap((line, index) =>
    MODES.filter((mode) => playable(line, mode)).map((mode) => {
      const name = `${mode.toLowerCase()}-${index}`;
      return [
        `${mode}: ${titleOf(line)}`,
        { line, mode, name, policy: policyFor(line, mode, name) },
      ] as const;
    }),
  );
  beforeAll(async () => {
    for (const [, { name, policy }] of plays) {
      await world.namespace(name);
      await world.policy(name, { namespaceSelector: only(name), mode: policy.mode, rules: policy.rules });
    }
    await world.installAdmission();
  }, 240_000);

  test.each(plays)("%s", async (_, { line, mode, name }) => {
    const { denied, warned } = await world.judge(name, line.spec);
    const words = wordsFor(line, mode, name);
    expect(denied).toEqual(mode === "Reject" ? words : []);
    expect(warned.map((text) => text.replace(REHEARSAL, ""))).toEqual(mode === "Reject" ? [] : words);
  });

  test("a schedule that comes too often is let through", async () => {
    const { allowed, warned } = await world.judge("rare", { runs: { schedule: { cron: "* * * * *" } } });
    expect([allowed, warned]).toEqual([true, []]);
  });
});
