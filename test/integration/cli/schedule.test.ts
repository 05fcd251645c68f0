import { expect, inject, test } from "vitest";
import { BATCHTASKS } from "../../../src/api/resources.ts";
import type { BatchTaskSpec } from "../../../src/api/batchtask.ts";
import type { Schedule } from "../../../src/api/schedule.ts";
import { runCli } from "../../unit/cli/support/run-cli.ts";
import { endPods } from "../support/pods.ts";
import { withOperator } from "../support/with-operator.ts";
import { nowhere, type World } from "../support/world.ts";

let world: World;
withOperator((made) => (world = made));

const cli = (args: string[], stdin = "") =>
  runCli([...args, "-n", world.namespace], { kubeconfig: inject("kubeconfig"), stdin });

/** A task that comes once a year, whose pod no node takes. */
const specOf = (schedule: Partial<Schedule> = {}): Partial<BatchTaskSpec> => ({
  template: nowhere,
  backoffLimit: 0,
  runs: {
    schedule: { cron: "30 2 1 1 *", timeZone: "Asia/Tokyo", concurrencyPolicy: "Queue", ...schedule },
  },
});

const manifest = (name: string, schedule: Partial<Schedule> = {}, more: object = {}): string =>
  JSON.stringify({
    apiVersion: "batchtask.dev/v1alpha1",
    kind: "BatchTask",
    metadata: { name },
    spec: { ...specOf(schedule), ...more },
  });

test("run --wait applies a schedule, waits for no time of it, and tells the next one", async () => {
  const { stdout, exitCode } = await cli(["run", "-f", "-", "--wait"], manifest("yearly"));
  expect(stdout).toMatch(
    /yearly created\n.*yearly waits for its schedule: the next run starts 20..-12-31 18:30 \+01:00; it has not run yet\n$/,
  );
  expect(exitCode).toBe(0);
  await world.until("yearly", ({ status }) => status?.phase === "Scheduled");
  expect(await cli(["wait", "yearly"])).toMatchObject({ exitCode: 1 });
});

test("a rerun is waited for, and then the task is at rest with its outcome", async () => {
  await world.createTask("again", specOf({ runAtOnce: true }));
  const running = cli(["wait", "again"]);
  await world.until("again", ({ status }) => status?.run?.jobUID !== undefined);
  await endPods(world, (await world.task("again")).status?.run?.jobName ?? "", "Failed");
  expect(await running).toMatchObject({ exitCode: 1 });
  await world.until("again", ({ status }) => status?.run?.outcome === "Failed");
  const rerunning = cli(["rerun", "again", "--wait"]);
  await world.until("again", ({ status }) => status?.run?.number === 2 && status.run.jobUID !== undefined);
  await endPods(world, (await world.task("again")).status?.run?.jobName ?? "", "Succeeded");
  const { stdout, exitCode } = await rerunning;
  expect(stdout).toMatch(/again asked to run again\n.*again succeeded.*: 1 pod succeeded\n$/);
  expect(exitCode).toBe(0);
  await world.until("again", ({ status }) => status?.phase === "Scheduled");
  const waited = await cli(["wait", "again"]);
  expect(waited.stdout).toMatch(/again waits for its schedule: .*; run 2 succeeded /);
  expect(waited.exitCode).toBe(0);
  const explained = await cli(["explain", "again"]);
  expect(explained.stdout).toContain(
    "Meaning     At 02:30, on day 1 of the month, only in January (Asia/Tokyo)",
  );
  expect(explained.stdout).toMatch(/ 1 +Failed /);
  expect((await cli(["get"])).stdout).toMatch(/^again +Scheduled .* (1 Jan|31 Dec)/m);
  expect((await cli(["next", "again", "--count", "2"])).stdout.match(/-01-01 02:30 \+09:00/g)).toHaveLength(
    2,
  );
});

test("suspend --schedule holds the schedule alone, and resume --schedule lets it go on", async () => {
  await world.createTask("held", specOf());
  await world.until("held", ({ status }) => status?.phase === "Scheduled");
  expect((await cli(["suspend", "held", "--schedule"])).exitCode).toBe(0);
  const held = await world.until("held", ({ status }) => status?.schedule?.suspended === true);
  expect(held.spec.suspend).toBeUndefined();
  expect((await cli(["wait", "held"])).stdout).toContain("waits for its schedule: it is suspended");
  expect((await cli(["resume", "held", "--schedule"])).exitCode).toBe(0);
  await world.until("held", ({ status }) => status?.schedule?.nextStartTime !== undefined);
  expect((await cli(["cancel", "held"])).stderr).toContain("it is on a schedule");
  expect((await world.task("held")).metadata.deletionTimestamp).toBeUndefined();
});

test("diff tells from when on an edit holds, and the Job that is made then", async () => {
  await world.createTask("edited", specOf());
  await world.until("edited", ({ status }) => status?.phase === "Scheduled");
  const { stdout, stderr } = await cli(["diff", "-f", "-"], manifest("edited", {}, { backoffLimit: 1 }));
  expect(stderr).toMatch(/BatchTask\/edited starts no run: the next run starts /);
  expect(stdout).toContain("cronjob-scheduled-timestamp: 20");
});

test("a CronJob that is converted is a task on the same schedule", async () => {
  const spec = { schedule: "0 0 1 1 *", timeZone: "Asia/Tokyo", concurrencyPolicy: "Forbid", suspend: true };
  const cronJob = {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name: "converted" },
    spec: { ...spec, jobTemplate: { spec: { template: nowhere } } },
  };
  const { stdout } = await runCli(["convert", "-f", "-"], { stdin: JSON.stringify(cronJob) });
  expect((await cli(["run", "-f", "-"], stdout)).exitCode).toBe(0);
  const { status } = await world.until("converted", ({ status }) => status?.schedule?.suspended === true);
  expect(status?.schedule?.expression).toBe("0 0 1 1 * Asia/Tokyo");
});

test.each<[string, object]>([
  ["a day that never comes", { cron: "0 0 30 2 *" }],
  ["six fields", { cron: "0 0 0 1 * *" }],
  ["a zone in it", { cron: "TZ=Asia/Tokyo 0 1 * * *" }],
  ["@every", { cron: "@every 5m" }],
  ["a range that ends before it begins", { cron: "0 5-2 * * *" }],
  ["a number out of bounds", { cron: "0 25 * * *" }],
  ["nothing", { cron: "" }],
  ["another language's cron", { cron: "0 0 L * *" }],
  ["an unknown zone", { timeZone: "Europe/Berlni" }],
  ["an offset", { timeZone: "+02:00" }],
  ["nobody's zone", { timeZone: "Local" }],
  ["an abbreviation", { timeZone: "PST" }],
  ["cron and crons", { crons: ["0 1 * * *"] }],
  ["a negative deadline", { startingDeadlineSeconds: -1 }],
  ["a negative spread", { spreadSeconds: -1 }],
  ["a spread of two days", { spreadSeconds: 172_800 }],
  ["a time that is none", { notAfter: "tomorrow" }],
  [
    "a life that ends before it begins",
    { notBefore: "2100-01-02T00:00:00Z", notAfter: "2100-01-01T00:00:00Z" },
  ],
  ["another word for Queue", { concurrencyPolicy: "Allow" }],
])("what the API server refuses or the operator can't read, lint refuses: %s", async (_, schedule) => {
  const text = manifest("bad", schedule);
  const applied = await cli(["run", "-f", "-"], text);
  if (applied.exitCode === 0) {
    const { status, metadata } = await world.until("bad", ({ status }) => status?.phase !== undefined);
    expect(status?.conditions?.[0]?.reason).toBe("InvalidSchedule");
    const { namespace, name, uid } = metadata;
    await world.client.delete(BATCHTASKS, { namespace, name }, { uid });
  }
  const { stdout, exitCode } = await runCli(["lint", "-f", "-"], { stdin: text });
  expect(exitCode, stdout).toBe(1);
});
