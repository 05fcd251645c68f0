import { expect, test } from "vitest";
import { jobName } from "../../src/job/job-name.ts";
import { JOBS } from "../../src/api/resources.ts";
import { endPods } from "./support/pods.ts";
import { nowhere, type World } from "./support/world.ts";
import { ready } from "../support/ready.ts";
import { withOperator } from "./support/with-operator.ts";
import { goesOn } from "../support/goes-on.ts";
import { endReasonOf } from "../../src/api/condition.ts";

let world: World;
withOperator((made) => {
  world = made;
});

const job = async (name: string) => {
  const jobName = (await world.task(name)).status?.run?.jobName ?? "";
  return world.client.get(JOBS, { namespace: world.namespace, name: jobName });
};

test("a task becomes a guarded Job, and its result comes back", async () => {
  const created = await world.createTask("hello", { backoffLimit: 99, completions: 3, parallelism: 2 });
  const done = await world.until("hello", ({ status }) => status?.phase === "Succeeded");
  const live = await job("hello");
  expect(live?.metadata?.name).toBe(jobName(created.metadata, 1));
  expect(live?.metadata?.ownerReferences).toEqual([
    expect.objectContaining({
      kind: "BatchTask",
      name: "hello",
      uid: created.metadata.uid,
      controller: true,
    }),
  ]);
  expect(live?.spec).toMatchObject({
    backoffLimit: 10,
    activeDeadlineSeconds: 86400,
    ttlSecondsAfterFinished: 86400,
    completions: 3,
  });
  expect(live?.spec?.template.spec?.containers[0]?.resources).toEqual({
    requests: { cpu: "100m", memory: "128Mi" },
    limits: { cpu: "1", memory: "512Mi" },
  });
  expect(done.status).toMatchObject({
    observedGeneration: 1,
    completions: "3/3",
    succeeded: 3,
    run: {
      number: 1,
      jobUID: live?.metadata?.uid,
      startTime: live?.status?.startTime,
      completionTime: live?.status?.completionTime,
    },
    effective: { backoffLimit: 10 },
  });
  expect(done.status?.adjustments).toEqual([
    {
      field: "backoffLimit",
      asked: "99",
      applied: "10",
      rule: "backoffLimit",
      policy: "baseline",
    },
  ]);
});

test("a failing task ends as Failed with the Job's reason", async () => {
  await world.createTask("failing", { backoffLimit: 0, template: nowhere });
  const running = await world.until("failing", ({ status }) => goesOn(status));
  await endPods(world, running.status?.run?.jobName ?? "", "Failed");
  const failed = await world.until("failing", ({ status }) => status?.phase === "Failed");
  expect(ready(failed)?.status).toBe("False");
  expect(endReasonOf(failed.status)).toBe("BackoffLimitExceeded");
  expect(failed.status).toMatchObject({ failed: 1, completions: "0/1" });
});

test("a deadline ends a task that hangs", async () => {
  await world.createTask("hanging", { activeDeadlineSeconds: 1, template: nowhere });
  const failed = await world.until("hanging", ({ status }) => status?.phase === "Failed");
  expect(ready(failed)?.reason).toBe("DeadlineExceeded");
});

test("what a Job takes in place is synced into the same Job", async () => {
  await world.createTask("elastic", { parallelism: 1, completions: 5, template: nowhere });
  const before = await world.until("elastic", ({ status }) => status?.active === 1);
  await world.edit("elastic", { parallelism: 3, backoffLimit: 5 });
  const after = await world.until("elastic", ({ status }) => status?.active === 3);
  expect(after.status?.run).toEqual(before.status?.run);
  expect((await job("elastic"))?.spec).toMatchObject({ parallelism: 3, backoffLimit: 5 });
  expect(after.status?.observedGeneration).toBe(2);
});

test("suspend and resume", async () => {
  await world.createTask("paused", { suspend: true, template: nowhere });
  const paused = await world.until("paused", ({ status }) => status?.phase === "Suspended");
  expect(ready(paused)?.status).toBe("True");
  await world.edit("paused", { suspend: false });
  const running = await world.until("paused", ({ status }) => goesOn(status));
  await endPods(world, running.status?.run?.jobName ?? "", "Succeeded");
  await world.until("paused", ({ status }) => status?.phase === "Succeeded");
});

test("an edit that a Job can't take waits for the end, then is the next run", async () => {
  await world.createTask("edited", { template: nowhere });
  const first = await world.until("edited", ({ status }) => goesOn(status));
  await world.edit("edited", { template: { metadata: { labels: { version: "two" } } } });
  await world.until(
    "edited",
    (task) => ready(task)?.message.includes("the edited spec runs once this run has ended") ?? false,
  );
  expect((await job("edited"))?.metadata?.uid).toBe(first.status?.run?.jobUID);
  await endPods(world, first.status?.run?.jobName ?? "", "Succeeded");
  const second = await world.until("edited", ({ status }) => status?.run?.number === 2 && goesOn(status));
  expect(second.status?.run?.trigger).toBe("SpecChanged");
  expect((await job("edited"))?.spec?.template.metadata?.labels).toMatchObject({
    version: "two",
    "batchtask.dev/run": "2",
  });
  await endPods(world, second.status?.run?.jobName ?? "", "Succeeded");
  await world.until("edited", ({ status }) => status?.phase === "Succeeded");
});

test("a TTL of zero: the Job goes, but not before its result is kept", async () => {
  await world.createTask("brief", { ttlSecondsAfterFinished: 0, template: nowhere });
  const running = await world.until("brief", ({ status }) => goesOn(status));
  expect((await job("brief"))?.spec?.ttlSecondsAfterFinished).toBe(600);
  await endPods(world, running.status?.run?.jobName ?? "", "Succeeded");
  await world.until("brief", ({ status }) => status?.phase === "Succeeded");
  const name = running.status?.run?.jobName ?? "";
  await expect
    .poll(() => world.client.get(JOBS, { namespace: world.namespace, name }), { timeout: 20_000 })
    .toBeUndefined();
  expect((await world.task("brief")).status).toMatchObject({
    phase: "Succeeded",
    completions: "1/1",
    run: { number: 1 },
  });
});

test("a Job that is deleted by hand is not started again", async () => {
  await world.createTask("gone", { template: nowhere });
  const running = await world.until("gone", ({ status }) => goesOn(status));
  const { jobName: name = "", jobUID: uid = "" } = running.status?.run ?? {};
  await world.client.delete(
    JOBS,
    { namespace: world.namespace, name },
    { uid, propagationPolicy: "Background" },
  );
  const lost = await world.until("gone", ({ status }) => status?.phase === "Unknown");
  expect(ready(lost)).toMatchObject({ status: "False", reason: "ResultLost" });
  expect(await job("gone")).toBeUndefined();
});

test("a Job that is edited by hand is put back", async () => {
  await world.createTask("bent", { backoffLimit: 2, template: nowhere });
  const running = await world.until("bent", ({ status }) => goesOn(status));
  const name = running.status?.run?.jobName ?? "";
  await world.client.mergePatch(
    JOBS,
    { namespace: world.namespace, name },
    { spec: { backoffLimit: 1000, activeDeadlineSeconds: 9_999_999 } },
  );
  await expect
    .poll(async () => (await job("bent"))?.spec, { timeout: 10_000 })
    .toMatchObject({ backoffLimit: 2, activeDeadlineSeconds: 86400 });
});
