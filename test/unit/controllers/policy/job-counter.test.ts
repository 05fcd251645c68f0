import { expect, test } from "vitest";
import type { BatchTaskPolicy, PolicySpec } from "../../../../src/api/policy/policy.ts";
import { createJobCounter } from "../../../../src/controllers/policy/job-counter.ts";
import { manualClock } from "../../kube/support/manual-clock.ts";
import { policy } from "../../support/policy.ts";
import { aCronJob, aJob, jobsApi, JUDGES } from "./support/jobs.ts";

const MINUTE = 60_000;
const signal = new AbortController().signal;

/** A counter over the policy `bounds` in a cluster with a Job and a CronJob that are too wide. */
function scene(spec: PolicySpec = JUDGES) {
  const api = jobsApi();
  api.stored.jobs.push(aJob("wide", { parallelism: 9 }));
  api.stored.cronjobs.push(aCronJob("wide", { parallelism: 9 }));
  const clock = manualClock();
  const told: string[] = [];
  const policies: BatchTaskPolicy[] = [policy("bounds", spec)];
  const counter = createJobCounter({
    policies: () => policies,
    guardrails: { matching: () => policies },
    client: api.client,
    clock,
    log: { warn: (_: unknown, text?: string) => void told.push(text ?? "") },
  });
  return {
    ...api,
    clock,
    told,
    count: () => counter.count(signal),
    counts: () => policies[0] && counter.counts(policies[0]),
    edit: (next: PolicySpec, generation: number) => policies.splice(0, 1, policy("bounds", next, generation)),
  };
}

const ONE_REJECTED = { matched: 1, warned: 0, rejected: 1 };

test("they are counted at once, then every ten minutes, however often it is asked for", async () => {
  const { count, counts, walks, clock, stored } = scene();
  expect(counts()).toBeUndefined();
  expect(await count()).toBe(10 * MINUTE);
  expect(counts()).toEqual({ jobs: ONE_REJECTED, cronJobs: ONE_REJECTED });
  stored.jobs.push(aJob("more"));
  await clock.advance(9 * MINUTE);
  expect(await count()).toBe(MINUTE);
  expect(walks("jobs")).toBe(1);
  await clock.advance(MINUTE);
  await count();
  expect([walks("jobs"), walks("cronjobs")]).toEqual([2, 2]);
  expect(counts()).toMatchObject({ jobs: { matched: 2, rejected: 1 } });
});

test("after an edit the old counts are none, and the new ones are there soon, but not again and again", async () => {
  const { count, counts, walks, clock, edit } = scene();
  await count();
  edit({ ...JUDGES, rules: { parallelism: { max: 9 } } }, 2);
  expect(counts()).toBeUndefined();
  expect(await count()).toBe(15_000);
  await clock.advance(15_000);
  await count();
  expect(counts()).toMatchObject({ jobs: { matched: 1, rejected: 0 } });
  expect(walks("jobs")).toBe(2);
});

test("nothing is read for a kind that no policy applies to, nor where none does to any", async () => {
  const onlyJobs = scene({ ...JUDGES, appliesTo: ["BatchTask", "Job"] });
  await onlyJobs.count();
  expect(onlyJobs.counts()).toEqual({ jobs: ONE_REJECTED });
  expect(onlyJobs.walks("cronjobs")).toBe(0);
  const none = scene({ rules: JUDGES.rules });
  expect(await none.count()).toBeUndefined();
  expect(none.asked).toEqual([]);
  expect(none.counts()).toEqual({});
});

test("without the right there are no counts of that kind, which the log says once, and again after it was there", async () => {
  const { count, counts, clock, forbidden, told } = scene();
  const next = async () => {
    await clock.advance(10 * MINUTE);
    await count();
  };
  forbidden.add("cronjobs");
  await count();
  await next();
  expect(counts()).toEqual({ jobs: ONE_REJECTED });
  expect(told).toEqual(["No right to list CronJobs: the statuses of policies don't count them"]);
  forbidden.clear();
  await next();
  expect(counts()).toEqual({ jobs: ONE_REJECTED, cronJobs: ONE_REJECTED });
  forbidden.add("cronjobs");
  await next();
  expect(counts()).toEqual({ jobs: ONE_REJECTED });
  expect(told).toHaveLength(2);
});

test("a walk that fails is not begun again at once, and what was counted before stays", async () => {
  const { count, counts, walks, clock, failing } = scene();
  failing.add("cronjobs");
  await expect(count()).rejects.toMatchObject({ status: 500 });
  expect(await count()).toBe(15_000);
  expect(counts()).toBeUndefined();
  failing.clear();
  await clock.advance(15_000);
  expect(await count()).toBe(10 * MINUTE);
  expect(counts()).toMatchObject({ cronJobs: ONE_REJECTED });
  expect(walks("jobs")).toBe(2);
});
