import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import type { BatchTask } from "../../src/api/batchtask.ts";
import { BATCHTASKS, JOBS, PODS } from "../../src/api/resources.ts";
import { eventually } from "./support/eventually.ts";
import { endPods } from "./support/pods.ts";
import { createWorld, nowhere, type World } from "./support/world.ts";
import { ready } from "../support/ready.ts";
import { withOperator } from "./support/with-operator.ts";
import { goesOn } from "../support/goes-on.ts";
import { endReasonOf } from "../../src/api/condition.ts";

let world: World;
withOperator((made) => {
  world = made;
});

const running = (name: string, number = 1) =>
  world.until(name, ({ status }) => status?.run?.number === number && goesOn(status) && status.active === 1);
const end = async (name: string, phase: "Succeeded" | "Failed" = "Succeeded") => {
  const jobName = (await world.task(name)).status?.run?.jobName ?? "";
  await endPods(world, jobName, phase);
};
const rerun = (name: string, value: string, overrides?: object) => {
  const how = overrides && { "batchtask.dev/rerun-overrides": JSON.stringify(overrides) };
  const annotations = { "batchtask.dev/rerun": value, ...how };
  return world.client.mergePatch(
    BATCHTASKS,
    { namespace: world.namespace, name },
    { metadata: { annotations } },
  );
};
const jobOfRun = async (name: string) => {
  const jobName = (await world.task(name)).status?.run?.jobName;
  return (await world.jobs()).find(({ metadata }) => metadata?.name === jobName);
};
const labelled = (version: string) => ({ template: { ...nowhere, metadata: { labels: { version } } } });
const history = (task: BatchTask) =>
  task.status?.history?.map(({ number, outcome, trigger }) => `${number} ${trigger} ${outcome}`);

test("onChange Immediately: the old Job goes with its pods before the next one starts", async () => {
  await world.createTask("hasty", { ...labelled("one"), runs: { onChange: "Immediately" } });
  const first = await running("hasty");
  await world.edit("hasty", labelled("two"));
  const second = await running("hasty", 2);
  const jobs = (await world.jobs())
    .map(({ metadata }) => metadata?.name)
    .filter((name) => name?.startsWith("hasty"));
  expect(jobs).toEqual([second.status?.run?.jobName]);
  const pods = await world.client.list(PODS, {
    namespace: world.namespace,
    labelSelector: `batch.kubernetes.io/job-name=${first.status?.run?.jobName}`,
  });
  expect(pods.items).toEqual([]);
  await end("hasty");
  const done = await world.until("hasty", ({ status }) => status?.phase === "Succeeded");
  expect(history(done)).toEqual(["1 Created Replaced"]);
});

test("onChange Immediately: while a pod of the old Job is still there, the next one does not start", async () => {
  const ofTask = async () =>
    (await world.jobs()).filter(({ metadata }) => metadata?.name?.startsWith("patient"));
  await world.createTask("patient", { ...labelled("one"), runs: { onChange: "Immediately" } });
  const { status } = await running("patient");
  const labelSelector = `batch.kubernetes.io/job-name=${status?.run?.jobName}`;
  const { items } = await world.client.list(PODS, { namespace: world.namespace, labelSelector });
  const hold = async (finalizer: string | undefined): Promise<void> => {
    const ref = { namespace: world.namespace, name: items[0]?.metadata?.name ?? "" };
    const { metadata } = (await world.client.get(PODS, ref)) ?? {};
    const kept = metadata?.finalizers?.filter((name) => name !== HELD) ?? [];
    await world.client.mergePatch(PODS, ref, {
      metadata: { finalizers: finalizer === undefined ? kept : [...kept, finalizer] },
    });
  };
  await hold(HELD);
  await world.edit("patient", labelled("two"));
  const [leaving] = await eventually(ofTask, ([job]) => job?.metadata?.deletionTimestamp !== undefined);
  await setTimeout(1_500);
  expect((await ofTask()).map(({ metadata }) => metadata?.uid)).toEqual([leaving?.metadata?.uid]);
  expect((await world.task("patient")).status?.run?.number).toBe(1);
  await hold(undefined);
  await running("patient", 2);
});

const HELD = "test.batchtask.dev/held";

/** For as long as a run that nobody asked for would take to appear. */
async function staysAtRun(name: string, number: number): Promise<void> {
  await setTimeout(1_000);
  expect((await world.task(name)).status?.run?.number).toBe(number);
}

test("several edits while a run goes on are one next run; back to the running template is none", async () => {
  await world.createTask("edited", labelled("one"));
  await running("edited");
  for (const version of ["two", "three", "four"]) await world.edit("edited", labelled(version));
  await end("edited");
  const second = await running("edited", 2);
  await world.edit("edited", labelled("five"));
  await world.edit("edited", labelled("four"));
  await end("edited");
  const done = await world.until(
    "edited",
    ({ status }) => status?.phase === "Succeeded" && status.run?.number === 2,
  );
  expect(history(done)).toEqual(["1 Created Succeeded"]);
  expect(done.status?.run?.templateHash).toBe(second.status?.run?.templateHash);
  await staysAtRun("edited", 2);
});

test("a rerun runs once for each value, and waits for a run that goes on", async () => {
  await world.createTask("again", { template: nowhere });
  await running("again");
  await rerun("again", "monday");
  const waiting = await world.until("again", (task) => ready(task)?.message.includes("rerun") ?? false);
  expect(waiting.status?.run?.number).toBe(1);
  await end("again");
  await running("again", 2);
  await end("again");
  const done = await world.until(
    "again",
    ({ status }) => status?.phase === "Succeeded" && status.run?.number === 2,
  );
  expect(done.status?.lastHandledRerun).toBe("monday");
  await rerun("again", "monday");
  await rerun("again", "tuesday");
  await running("again", 3);
  await end("again");
  const last = await world.until(
    "again",
    ({ status }) => status?.phase === "Succeeded" && status.run?.number === 3,
  );
  expect(history(last)).toEqual(["2 Rerun Succeeded", "1 Created Succeeded"]);
  await staysAtRun("again", 3);
});

test("overrides of a rerun are in its Job and its record, and the next run is of the spec again", async () => {
  await world.createTask("backfill", { template: nowhere });
  await running("backfill");
  await end("backfill");
  await world.until("backfill", ({ status }) => status?.phase === "Succeeded");
  const overrides = { env: [{ name: "DAY", value: "1" }], args: ["--full"] };
  await rerun("backfill", "monday", { rerun: "monday", ...overrides });
  await running("backfill", 2);
  const container = async () => (await jobOfRun("backfill"))?.spec?.template.spec?.containers[0];
  expect(await container()).toMatchObject({ name: "main", ...overrides });
  await end("backfill");
  const second = await world.until(
    "backfill",
    ({ status }) => status?.phase === "Succeeded" && status.run?.number === 2,
  );
  expect(second.status?.run?.overrides).toEqual(overrides);
  await staysAtRun("backfill", 2);
  await rerun("backfill", "tuesday");
  const third = await running("backfill", 3);
  expect(await container()).not.toHaveProperty("args");
  expect(third.status?.run).not.toHaveProperty("overrides");
  expect(third.status?.history?.map((entry) => entry.overrides)).toEqual(["DAY=1 -- --full", undefined]);
});

test("overrides that can't be had are told, and the next rerun runs", async () => {
  await world.createTask("mistaken", { template: nowhere });
  await running("mistaken");
  await end("mistaken");
  const rejected = (number: number) =>
    world.until("mistaken", ({ status }) => status?.phase === "Rejected" && status.run?.number === number);
  await rerun("mistaken", "monday", { rerun: "monday", image: "evil" });
  const unknown = ready(await rejected(2));
  expect(unknown?.reason).toBe("InvalidJob");
  expect(unknown?.message).toMatch(/rerun-overrides is wrong: .*image/);
  await rerun("mistaken", "tuesday", { rerun: "tuesday", container: "gone" });
  expect(ready(await rejected(3))?.message).toMatch(
    /are for container gone, and .* has main: name one of them/,
  );
  await rerun("mistaken", "wednesday");
  const last = await running("mistaken", 4);
  expect(history(last)).toEqual(["3 Rerun Rejected", "2 Rerun Rejected", "1 Created Succeeded"]);
});

test("onChange Never: an edit is recorded and starts nothing, a rerun runs it", async () => {
  await world.createTask("calm", { ...labelled("one"), runs: { onChange: "Never", historyLimit: 1 } });
  await running("calm");
  await end("calm");
  await world.until("calm", ({ status }) => status?.phase === "Succeeded");
  await world.edit("calm", labelled("two"));
  await world.until("calm", ({ status }) => status?.observedGeneration === 2);
  expect((await world.task("calm")).status?.run?.number).toBe(1);
  await rerun("calm", "now");
  await running("calm", 2);
  await end("calm");
  await world.until("calm", ({ status }) => status?.phase === "Succeeded" && status.run?.number === 2);
  await rerun("calm", "once more");
  const third = await running("calm", 3);
  expect(history(third)).toEqual(["2 Rerun Succeeded"]);
});

test("a result that was missed is known from the Job's events", async () => {
  await using own = await createWorld();
  const operator = await own.startOperator();
  await own.createTask("missed", { template: nowhere });
  const first = await own.until("missed", ({ status }) => status?.active === 1);
  const { jobName: name = "", jobUID: uid = "" } = first.status?.run ?? {};
  await operator.stop();
  await endPods(own, name, "Succeeded");
  await eventually(
    () => own.jobs(),
    ([job]) => job?.status?.completionTime !== undefined,
  );
  const told = async () => (await own.client.raw("GET", `/api/v1/namespaces/${own.namespace}/events`)).text;
  await eventually(told, (text) => text.includes("Job completed"));
  await own.client.delete(JOBS, { namespace: own.namespace, name }, { uid, propagationPolicy: "Background" });
  await eventually(
    () => own.jobs(),
    (jobs) => jobs.length === 0,
  );
  await own.startOperator();
  const known = await own.until("missed", ({ status }) => status?.phase === "Succeeded");
  expect(ready(known)?.message).toContain("events of the Job");
  expect(await own.jobs()).toEqual([]);
});

test("past startDeadlineSeconds a run that can't start fails with the cause, and its Job goes", async () => {
  const runs = { startDeadlineSeconds: 8 };
  await world.createTask("stuck", {
    template: {
      spec: { ...nowhere.spec, containers: nowhere.spec?.containers ?? [], serviceAccountName: "nobody" },
    },
    runs,
  });
  const shown = await world.until("stuck", (task) => ready(task)?.reason === "FailedCreate");
  expect(shown.status?.phase).not.toBe("Failed");
  expect(ready(shown)?.message).toContain("serviceaccount");
  const failed = await world.until("stuck", ({ status }) => status?.phase === "Failed");
  expect(ready(failed)?.status).toBe("False");
  expect(endReasonOf(failed.status)).toBe("StartDeadlineExceeded");
  expect(failed.status?.failure).toMatchObject({ reason: "FailedCreate" });
  await eventually(
    () => world.jobs(),
    (jobs) => !jobs.some(({ metadata }) => metadata?.name === failed.status?.run?.jobName),
  );
});

test("what the scheduler says of a pod that fits nowhere", async () => {
  await world.createTask("nowhere", {
    template: {
      spec: {
        restartPolicy: "Never",
        nodeSelector: { moon: "base" },
        containers: [{ name: "main", image: "busybox:1.36" }],
      },
    },
  });
  const shown = await world.until("nowhere", (task) => ready(task)?.reason === "Unschedulable");
  expect(ready(shown)?.message).toContain("nodes are available");
  expect(shown.status?.failure?.hint).toContain("nodeSelector");
});

test("readyWhen Started: Ready once a pod runs", async () => {
  const spec = { restartPolicy: "Never", containers: [{ name: "main", image: "busybox:1.36" }] };
  const template = { metadata: { annotations: { "kwok.batchtask.dev/outcome": "run" } }, spec };
  await world.createTask("serving", { template, runs: { readyWhen: "Started" } });
  const started = await world.until("serving", (task) => ready(task)?.status === "True");
  expect(started.status?.phase).toBe("Running");
  expect(started.status?.run?.podStartTime).toBeDefined();
});

test("deleteAfterSeconds: the task goes with its Job", async () => {
  await world.createTask("fleeting", { template: nowhere, runs: { deleteAfterSeconds: 2 } });
  await running("fleeting");
  await end("fleeting");
  await world.until("fleeting", ({ status }) => status?.phase === "Succeeded");
  await eventually(
    () => world.client.get(BATCHTASKS, { namespace: world.namespace, name: "fleeting" }),
    (task) => task === undefined,
  );
});

test("the deadline's clock starts anew when a task is resumed, as a Job's does", async () => {
  await world.createTask("resumed", { activeDeadlineSeconds: 4, template: nowhere });
  const first = await running("resumed");
  await world.edit("resumed", { suspend: true });
  await world.until("resumed", ({ status }) => status?.phase === "Suspended");
  await setTimeout(5_000);
  expect((await world.task("resumed")).status?.phase).toBe("Suspended");
  await world.edit("resumed", { suspend: false });
  const second = await running("resumed");
  expect(second.status?.run?.jobUID).toBe(first.status?.run?.jobUID);
  expect(second.status?.run?.startTime).not.toBe(first.status?.run?.startTime);
  const failed = await world.until("resumed", ({ status }) => status?.phase === "Failed");
  expect(ready(failed)?.reason).toBe("DeadlineExceeded");
});

test("a Job that is deleted by hand after its end takes nothing of the result with it", async () => {
  await world.createTask("kept", { template: nowhere });
  await running("kept");
  await end("kept");
  const done = await world.until("kept", ({ status }) => status?.phase === "Succeeded");
  const { jobName: name = "", jobUID: uid = "" } = done.status?.run ?? {};
  await world.client.delete(
    JOBS,
    { namespace: world.namespace, name },
    { uid, propagationPolicy: "Background" },
  );
  await eventually(
    () => world.jobs(),
    (jobs) => !jobs.some(({ metadata }) => metadata?.uid === uid),
  );
  await setTimeout(1_000);
  expect((await world.task("kept")).status).toEqual(done.status);
});

test("a namespace that is cleaned of all its Jobs: what had ended stays, what ran is lost, nothing starts again", async () => {
  await using own = await createWorld();
  await own.startOperator();
  await own.createTask("ended");
  await own.until("ended", ({ status }) => status?.phase === "Succeeded");
  for (const name of ["one", "two"]) await own.createTask(name, { template: nowhere });
  for (const name of ["one", "two"]) await own.until(name, ({ status }) => status?.active === 1);
  await own.client.raw("DELETE", `/apis/batch/v1/namespaces/${own.namespace}/jobs`, {
    query: { propagationPolicy: "Background" },
  });
  for (const name of ["one", "two"]) await own.until(name, ({ status }) => status?.phase === "Unknown");
  expect((await own.task("ended")).status?.phase).toBe("Succeeded");
  await setTimeout(1_000);
  expect(await own.jobs()).toEqual([]);
});
