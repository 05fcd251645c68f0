import { expect, test } from "vitest";
import type { BatchTaskPolicy } from "../../../../src/api/policy/policy.ts";
import { countJobs } from "../../../../src/controllers/policy/count-jobs.ts";
import { policy } from "../../support/policy.ts";
import { aCronJob, aJob, jobsApi, JUDGES } from "./support/jobs.ts";

const signal = new AbortController().signal;
/** Policies that hold in namespace team, and in no other. */
const holding = (...policies: BatchTaskPolicy[]) => ({
  matching: (namespace: string) => (namespace === "team" ? policies : []),
});

test("Jobs are counted by what the policy would do to them, where it holds; not those that a controller made", async () => {
  const { client, stored, asked } = jobsApi();
  const owner = { apiVersion: "batch/v1", kind: "CronJob", name: "nightly", uid: "u", controller: true };
  stored.jobs.push(
    aJob("fits"),
    aJob("retries", { backoffLimit: 9 }),
    aJob("wide", { parallelism: 9, backoffLimit: 9 }),
    aJob("made", { parallelism: 9 }, { ownerReferences: [owner] }),
    aJob("elsewhere", { parallelism: 9 }, { namespace: "other" }),
  );
  const bounds = policy("bounds", JUDGES);
  const counts = await countJobs("Job", [bounds], { client, guardrails: holding(bounds), now: 0, signal });
  expect(counts).toEqual(new Map([["bounds", { matched: 3, warned: 1, rejected: 1 }]]));
  expect(asked).toMatchObject([{ plural: "jobs", limit: 500, labelSelector: "!batchtask.dev/name" }]);
  expect(asked[0]?.namespace).toBeUndefined();
});

test("CronJobs are counted by the Jobs that they make, each policy by itself", async () => {
  const { client, stored } = jobsApi();
  stored.cronjobs.push(aCronJob("fits"), aCronJob("wide", { parallelism: 9 }));
  const bounds = policy("bounds", JUDGES);
  const strict = policy("strict", { ...JUDGES, rules: { backoffLimit: { max: 0, onViolation: "Reject" } } });
  const elsewhere = policy("elsewhere", JUDGES);
  const guardrails = holding(bounds, strict);
  expect(
    await countJobs("CronJob", [bounds, strict, elsewhere], { client, guardrails, now: 0, signal }),
  ).toMatchObject(
    new Map([
      ["bounds", { matched: 2, warned: 0, rejected: 1 }],
      ["strict", { matched: 2, warned: 0, rejected: 2 }],
      ["elsewhere", { matched: 0, warned: 0, rejected: 0 }],
    ]),
  );
});

test("all pages are read, and a policy that was edited meanwhile is counted no further", async () => {
  const { client, stored, asked } = jobsApi();
  stored.jobs.push(...Array.from({ length: 1_100 }, (_, index) => aJob(`j${index}`)));
  const guardrails = {
    matching: () => [policy("bounds", JUDGES, asked.length > 2 ? 2 : 1), policy("steady", JUDGES)],
  };
  const counts = await countJobs("Job", [policy("bounds", JUDGES), policy("steady", JUDGES)], {
    client,
    guardrails,
    now: 0,
    signal,
  });
  expect(asked.map((one) => one.continue)).toEqual([undefined, "500", "1000"]);
  expect(counts.get("steady")).toMatchObject({ matched: 1_100 });
  expect(counts.get("bounds")).toMatchObject({ matched: 1_000 });
});

test("to judge a page of Jobs leaves the event loop to others", async () => {
  const { client, stored } = jobsApi();
  stored.jobs.push(...Array.from({ length: 500 }, (_, index) => aJob(`j${index}`)));
  const bounds = policy("bounds", JUDGES);
  let turns = 0;
  let next: NodeJS.Immediate | undefined;
  const tick = () => {
    turns += 1;
    next = setImmediate(tick);
  };
  tick();
  await countJobs("Job", [bounds], { client, guardrails: holding(bounds), now: 0, signal });
  clearImmediate(next);
  expect(turns).toBeGreaterThan(40);
});
