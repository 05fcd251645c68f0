import { describe, expect, test } from "vitest";
import type { AskedSchedule } from "../../../src/api/schedule.ts";
import { liveController } from "../support/live-controller.ts";

/** The clock begins at midnight of a Thursday. */
const HOURLY: AskedSchedule = { cron: "0 * * * *" };
const HOUR = 3600;

async function scheduled(schedule: AskedSchedule, more: object = {}) {
  const live = await liveController("team");
  await live.create({ name: "report", spec: { runs: { schedule }, ...more } });
  return live;
}

describe("a task on a schedule", () => {
  test("waits for its first time, and runs at each", async () => {
    const live = await scheduled(HOURLY);
    expect(await live.standing("report")).toMatchObject({ phase: "Scheduled", reason: "Scheduled" });
    expect(await live.status("report")).toMatchObject({
      schedule: { expression: "0 * * * * Etc/UTC", nextStartTime: "2026-01-01T01:00:00Z" },
    });
    expect(await live.status("report")).not.toHaveProperty("run");
    await live.pass(HOUR - 5);
    expect(live.running()).toEqual([]);
    await live.pass(10);
    expect(live.running()).toEqual(["report"]);
    await live.succeed("report");
    expect(await live.status("report")).toMatchObject({
      phase: "Scheduled",
      run: { number: 1, trigger: "Scheduled", scheduleTime: "2026-01-01T01:00:00Z", outcome: "Succeeded" },
      schedule: {
        handledTime: "2026-01-01T01:00:00Z",
        lastScheduleTime: "2026-01-01T01:00:00Z",
        nextStartTime: "2026-01-01T02:00:00Z",
      },
    });
    await live.pass(HOUR);
    expect(await live.status("report")).toMatchObject({
      run: { number: 2, scheduleTime: "2026-01-01T02:00:00Z" },
      history: [{ number: 1, outcome: "Succeeded", scheduleTime: "2026-01-01T01:00:00Z" }],
    });
    await live.stop();
  });

  test("Ready is True whatever becomes of its runs, and Complete tells of the latest", async () => {
    const live = await scheduled(HOURLY);
    const truths = async () =>
      (await live.status("report"))?.conditions?.map(({ type, status }) => `${type}=${status}`);
    expect(await truths()).toEqual(["Ready=True"]);
    await live.pass(HOUR + 5);
    expect(await truths()).toEqual(["Ready=True"]);
    await live.succeed("report");
    expect(await truths()).toEqual(["Ready=True", "Complete=True", "Finished=True"]);
    await live.stop();
  });

  test("runAtOnce does not wait, and a rerun runs beside the schedule", async () => {
    const live = await scheduled({ ...HOURLY, runAtOnce: true });
    expect(live.running()).toEqual(["report"]);
    await live.succeed("report");
    expect(await live.status("report")).toMatchObject({ run: { trigger: "Created", outcome: "Succeeded" } });
    await live.pass(HOUR);
    await live.succeed("report");
    await live.edit("report", { metadata: { annotations: { "batchtask.dev/rerun": "again" } } });
    expect(await live.status("report")).toMatchObject({
      run: { number: 3, trigger: "Rerun", scheduleTime: "2026-01-01T01:00:00Z" },
    });
    await live.stop();
  });

  test("an edit holds from the next time on", async () => {
    const live = await scheduled(HOURLY);
    await live.pass(HOUR + 5);
    await live.succeed("report");
    await live.edit("report", { spec: { template: { metadata: { labels: { a: "b" } } } } });
    await live.pass(60);
    expect((await live.status("report"))?.run?.number).toBe(1);
    await live.pass(HOUR);
    expect(await live.status("report")).toMatchObject({ run: { number: 2, trigger: "Scheduled" } });
    await live.stop();
  });

  test("an edit of its times counts from now on", async () => {
    const live = await scheduled({ cron: "30 * * * *" });
    await live.pass(40 * 60);
    await live.succeed("report");
    await live.edit("report", { spec: { runs: { schedule: { cron: "35 * * * *" } } } });
    expect(await live.status("report")).toMatchObject({
      schedule: { nextStartTime: "2026-01-01T01:35:00Z" },
    });
    await live.stop();
  });

  test("a resume does not make up for anything", async () => {
    const live = await scheduled({ ...HOURLY, suspend: true });
    expect(await live.status("report")).toMatchObject({ schedule: { suspended: true } });
    await live.pass(5 * HOUR);
    expect(live.running()).toEqual([]);
    await live.edit("report", { spec: { runs: { schedule: { suspend: false } } } });
    await live.pass(60);
    expect(live.running()).toEqual([]);
    expect(await live.status("report")).toMatchObject({
      schedule: { nextStartTime: "2026-01-01T06:00:00Z" },
    });
    expect((await live.status("report"))?.schedule).not.toHaveProperty("missedTimes");
    await live.stop();
  });
});

describe("a time that comes while a run goes on", () => {
  test("Queue: one run follows, for the latest", async () => {
    const live = await scheduled(HOURLY);
    await live.pass(3 * HOUR + 5);
    expect(await live.status("report")).toMatchObject({
      run: { number: 1 },
      schedule: { missedTimes: 1, missed: [{ scheduleTime: "2026-01-01T02:00:00Z", reason: "Busy" }] },
    });
    await live.succeed("report");
    expect(await live.status("report")).toMatchObject({
      run: { number: 2, scheduleTime: "2026-01-01T03:00:00Z" },
    });
    await live.succeed("report");
    expect(live.running()).toEqual([]);
    await live.stop();
  });

  test("Forbid: it is missed", async () => {
    const live = await scheduled({ ...HOURLY, concurrencyPolicy: "Forbid" });
    await live.pass(2 * HOUR + 5);
    await live.succeed("report");
    await live.pass(60);
    expect(live.running()).toEqual([]);
    expect(await live.status("report")).toMatchObject({
      schedule: {
        missedTimes: 1,
        missed: [{ scheduleTime: "2026-01-01T02:00:00Z", reason: "Busy" }],
        nextStartTime: "2026-01-01T03:00:00Z",
      },
    });
    await live.stop();
  });

  test("Replace: the run is stopped for the next one", async () => {
    const live = await scheduled({ ...HOURLY, concurrencyPolicy: "Replace" });
    await live.pass(2 * HOUR + 10);
    expect(await live.status("report")).toMatchObject({
      run: { number: 2, scheduleTime: "2026-01-01T02:00:00Z" },
      history: [{ number: 1, outcome: "Replaced" }],
      schedule: { withoutSuccess: 1 },
    });
    await live.stop();
  });
});

describe("a freeze", () => {
  const NIGHT = { schedule: "30 0 * * *", durationSeconds: 3 * HOUR };

  test("lets the latest time wait for its end", async () => {
    const live = await scheduled(HOURLY);
    live.policy("night", { freezes: [NIGHT] });
    await live.pass(3 * HOUR + 60);
    expect(live.running()).toEqual([]);
    expect(await live.status("report")).toMatchObject({
      phase: "Scheduled",
      schedule: {
        missedTimes: 2,
        missed: [
          { scheduleTime: "2026-01-01T02:00:00Z", reason: "Frozen" },
          { scheduleTime: "2026-01-01T01:00:00Z", reason: "Frozen" },
        ],
        nextStartTime: "2026-01-01T03:00:00Z",
      },
    });
    await live.pass(HOUR / 2 + 10);
    expect(live.running()).toEqual(["report"]);
    await live.stop();
  });

  test("a time is missed whose deadline ends in it", async () => {
    const live = await scheduled({ ...HOURLY, startingDeadlineSeconds: 600 });
    live.policy("night", { freezes: [NIGHT] });
    await live.pass(3 * HOUR + 620);
    expect(await live.status("report")).toMatchObject({
      schedule: { missedTimes: 3, nextStartTime: "2026-01-01T04:00:00Z" },
    });
    await live.stop();
  });
});

test("a run that waits in line longer than its deadline is given up", async () => {
  const live = await liveController("team");
  live.policy("one", { maxActivePerNamespace: 1 });
  await live.create({ name: "long" });
  await live.create({
    name: "report",
    spec: { runs: { schedule: { ...HOURLY, startingDeadlineSeconds: 600 } } },
  });
  await live.pass(HOUR + 5);
  expect(await live.standing("report")).toMatchObject({ phase: "Queued" });
  await live.pass(610);
  expect(await live.status("report")).toMatchObject({
    phase: "Scheduled",
    run: { number: 1, outcome: "Failed" },
    schedule: { withoutSuccess: 1 },
  });
  expect(await live.standing("report")).toMatchObject({ reason: "StartingDeadlineExceeded" });
  await live.stop();
});

test("a schedule that can't be read is told, and a corrected one counts from then", async () => {
  const live = await scheduled({ cron: "0 0 30 2 *" });
  expect(await live.standing("report")).toEqual({
    phase: "Scheduled",
    reason: "InvalidSchedule",
    message:
      'runs.schedule: "0 0 30 2 *" never comes: none of its months has such a day; choose another day or month',
  });
  await live.edit("report", { spec: { runs: { schedule: { cron: "0 * * * *" } } } });
  expect(await live.standing("report")).toMatchObject({ reason: "Scheduled" });
  await live.pass(HOUR);
  expect(live.running()).toEqual(["report"]);
  await live.stop();
});

test("a schedule that is taken away before its first time leaves a task that runs", async () => {
  const live = await scheduled(HOURLY);
  await live.edit("report", { spec: { runs: { schedule: null } } });
  expect(live.running()).toEqual(["report"]);
  await live.pass(2);
  expect(await live.status("report")).not.toHaveProperty("schedule");
  await live.stop();
});

test("a schedule that is taken away leaves the last run as the task's end, one that is added waits", async () => {
  const live = await scheduled(HOURLY);
  await live.pass(HOUR + 5);
  await live.succeed("report");
  await live.edit("report", { spec: { runs: { schedule: null } } });
  expect(await live.status("report")).toMatchObject({ phase: "Succeeded" });
  expect(await live.status("report")).not.toHaveProperty("schedule");
  await live.edit("report", { spec: { runs: { schedule: HOURLY } } });
  expect(await live.status("report")).toMatchObject({
    phase: "Scheduled",
    run: { number: 1 },
    schedule: { nextStartTime: "2026-01-01T02:00:00Z" },
  });
  await live.stop();
});

test("after notAfter the phase is that of the last run", async () => {
  const live = await scheduled({ ...HOURLY, notAfter: "2026-01-01T01:30:00Z" });
  await live.pass(HOUR + 5);
  await live.succeed("report");
  expect(await live.status("report")).toMatchObject({ phase: "Succeeded", run: { outcome: "Succeeded" } });
  await live.pass(2 * HOUR);
  expect((await live.status("report"))?.run?.number).toBe(1);
  await live.stop();
});
