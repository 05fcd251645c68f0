import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JobCounts } from "../../../src/api/policy/status.ts";
import { POLICIES } from "../../../src/api/resources.ts";
import type { RawKind } from "../../../src/guardrails/rule.ts";
import { template } from "../../support/guardrails/case.ts";
import { eventually } from "../support/eventually.ts";
import { only, type PolicyCluster, startPolicyCluster } from "./cluster.ts";
import { createRaw } from "./jobs.ts";

/** Longer than the walk after an edit waits. */
const LONG = 60_000;

let world: PolicyCluster;
beforeAll(async () => {
  world = await startPolicyCluster("job-counts");
  await world.namespace("jobs");
  await world.namespace("others");
}, 120_000);
afterAll(() => world[Symbol.asyncDispose]());

const create = (kind: RawKind, name: string, spec: object, namespace = "jobs") =>
  createRaw(world, {
    kind,
    namespace,
    name,
    spec: { suspend: true, template: template(), backoffLimit: 1, ...spec },
  });

const status = async () => (await world.client.get(POLICIES, { name: "counted" }))?.status;
const counted = (jobs: JobCounts, cronJobs: JobCounts) =>
  expect(
    eventually(
      status,
      (found) => found?.jobs?.rejected === jobs.rejected && found.cronJobs !== undefined,
      LONG,
    ),
  ).resolves.toMatchObject({ jobs, cronJobs });

test("a policy's status counts the Jobs and CronJobs that are out of its bounds, and counts anew after an edit", {
  timeout: 180_000,
}, async () => {
  const wide = { parallelism: 9, completions: 9 };
  await create("Job", "fits", {});
  await create("Job", "retries", { backoffLimit: 9 });
  await create("Job", "wide", wide);
  await create("Job", "wide", wide, "others");
  await create("CronJob", "fits", {});
  await create("CronJob", "wide", wide);
  await create("CronJob", "wider", { parallelism: 99, completions: 99 });
  await world.policy("counted", {
    namespaceSelector: only("jobs"),
    appliesTo: ["BatchTask", "Job", "CronJob"],
    mode: "Warn",
    rules: {
      parallelism: { max: 3, onViolation: "Reject" },
      backoffLimit: { max: 5 },
    },
  });
  await world.operator();
  await counted({ matched: 3, warned: 1, rejected: 1 }, { matched: 3, warned: 0, rejected: 2 });

  await world.client.mergePatch(
    POLICIES,
    { name: "counted" },
    { spec: { rules: { parallelism: { max: 20 }, backoffLimit: { max: 0 } } } },
  );
  await counted({ matched: 3, warned: 3, rejected: 0 }, { matched: 3, warned: 2, rejected: 1 });

  await world.client.mergePatch(POLICIES, { name: "counted" }, { spec: { appliesTo: ["BatchTask"] } });
  const after = await eventually(status, (found) => found?.jobs === undefined, LONG);
  expect(after).not.toHaveProperty("cronJobs");
  await setTimeout(2_000);
  expect(await status()).toEqual(after);
});
