import { afterAll, beforeAll, expect, test } from "vitest";
import type { PolicyRules } from "../../../src/api/policy/rules.ts";
import { POLICIES } from "../../../src/api/resources.ts";
import { goesOn } from "../../support/goes-on.ts";
import { eventually } from "../support/eventually.ts";
import { nowhere } from "../support/world.ts";
import { type PolicyCluster, startPolicyCluster } from "./cluster.ts";
import { readyOf, type Tasks, tasksUnder } from "./tasks.ts";

let world: PolicyCluster;
let operator: { stop(): Promise<void> };
beforeAll(async () => {
  world = await startPolicyCluster("freezes");
  operator = await world.operator();
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

type Freezes = NonNullable<PolicyRules["freezes"]>;

const ALWAYS: Freezes = [{ schedule: "* * * * *", durationSeconds: 120, reason: "stocktaking" }];
const NEVER: Freezes = [{ schedule: "0 0 30 2 *", durationSeconds: 120 }];

const setUp = (name: string, freezes: Freezes): Promise<Tasks> => tasksUnder(world, name, { freezes });

const change = (name: string, freezes: Freezes | null) =>
  world.client.mergePatch(POLICIES, { name }, { spec: { rules: { freezes } } });

test("what would start in a freeze waits, over a new operator too, and starts once the policy lets it", {
  timeout: 60_000,
}, async () => {
  const tasks = await setUp("frozen", ALWAYS);
  await tasks.create("first", { template: nowhere });
  const frozen = await tasks.until("first", ({ status }) => status?.phase === "Queued");
  expect(readyOf(frozen)).toMatchObject({ status: "False", reason: "Frozen" });
  expect(readyOf(frozen)?.message).toMatch(
    /policy frozen lets no run of this namespace start at least until \d{4}-\S+Z \(stocktaking\)/,
  );
  await operator.stop();
  operator = await world.operator();
  await tasks.create("second", { template: nowhere });
  await tasks.until("second", (task) => readyOf(task)?.reason === "Frozen");
  expect(await tasks.jobs()).toEqual([]);
  await change("frozen", null);
  for (const name of ["first", "second"]) await tasks.until(name, ({ status }) => goesOn(status));
  await change("frozen", ALWAYS);
  await tasks.create("third", { template: nowhere });
  await tasks.until("third", (task) => readyOf(task)?.reason === "Frozen");
  expect((await tasks.jobs()).filter(({ spec }) => spec?.suspend !== true).length).toBe(2);
});

test("a freeze that nobody can read is told by the policy, and holds nothing up", async () => {
  const tasks = await setUp("unreadable", NEVER);
  const policy = await eventually(
    () => world.client.get(POLICIES, { name: "unreadable" }),
    (policy) => policy?.status?.conditions?.some(({ type }) => type === "Unreadable") === true,
  );
  const unreadable = policy?.status?.conditions?.find(({ type }) => type === "Unreadable");
  expect(unreadable?.message).toContain('spec.rules.freezes[0]: "0 0 30 2 *" never comes');
  expect(unreadable).toMatchObject({
    status: "True",
    reason: "UnreadableFreeze",
  });
  await tasks.create("free", { template: nowhere });
  await tasks.until("free", ({ status }) => goesOn(status));
});
