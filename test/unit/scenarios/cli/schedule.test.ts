import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type RecordedApi, RECORDED_AT, recordedApi } from "../../../support/recorded-api.ts";
import { runCli, transcript } from "../../cli/support/run-cli.ts";
import { endedRun, scheduled, told } from "../../cli/support/scheduled.ts";

const entry = (number: number, outcome: "Succeeded" | "Failed", day: string) => ({
  number,
  jobName: `nightly-${number}-abcdef12`,
  trigger: "Scheduled" as const,
  scheduleTime: `2026-11-${day}T01:00:00Z`,
  outcome,
  reason: outcome === "Succeeded" ? "Succeeded" : "BackoffLimitExceeded",
  completionTime: `2026-11-${day}T01:00:09Z`,
  duration: "8s",
});

const TASKS = [
  scheduled("broken", {
    reason: "Error",
    message: "Container main ended with exit code 3",
    status: {
      run: endedRun({ outcome: "Failed" }),
      duration: "8s",
      schedule: {
        ...told,
        lastSuccessfulTime: "2026-11-20T01:00:09Z",
        withoutSuccess: 4,
        missedTimes: 2,
        missed: [
          { scheduleTime: "2026-11-23T01:00:00Z", reason: "Busy" },
          { scheduleTime: "2026-11-22T01:00:00Z", reason: "OperatorAway" },
        ],
      },
      history: [entry(4, "Failed", "21"), entry(3, "Succeeded", "20")],
    },
  }),
  scheduled("busy", {
    schedule: { cron: "*/5 * * * *", timeZone: "Etc/UTC", concurrencyPolicy: "Forbid" },
    reason: "Running",
    message: "1 active",
    status: {
      phase: "Running",
      run: endedRun({ startTime: "2026-11-24T22:35:01Z", completionTime: undefined, outcome: undefined }),
      schedule: {
        ...told,
        expression: "*/5 * * * * Etc/UTC",
        nextStartTime: "2026-11-24T22:40:00Z",
      },
    },
  }),
  scheduled("due", {
    status: { run: endedRun(), schedule: { ...told, nextStartTime: "2026-11-24T22:30:00Z" } },
  }),
  scheduled("fresh", { schedule: { cron: "0 6 1 * *", timeZone: "America/New_York", spreadSeconds: 600 } }),
  scheduled("held", {
    schedule: { cron: "@hourly", timeZone: "Etc/UTC", suspend: true },
    status: {
      run: endedRun(),
      schedule: { ...told, expression: "@hourly Etc/UTC", suspended: true, nextStartTime: undefined },
    },
  }),
  scheduled("nightly", {
    status: {
      run: endedRun(),
      duration: "8s",
      completions: "1/1",
      schedule: told,
      history: [entry(4, "Succeeded", "23")],
    },
  }),
  scheduled("unread", {
    schedule: { cron: "0 0 30 2 *", timeZone: "Etc/UTC" },
    reason: "InvalidSchedule",
    message: 'runs.schedule: "0 0 30 2 *" never comes',
    status: { schedule: { ...told, expression: "0 0 30 2 * Etc/UTC", nextStartTime: undefined } },
  }),
  scheduled("waiting", {
    reason: "Scheduled",
    message: "Waits for the first time of its schedule",
    status: {
      schedule: { ...told, lastScheduleTime: undefined, lastSuccessfulTime: undefined },
    },
  }),
];

let api: RecordedApi;
beforeAll(async () => {
  api = await recordedApi(TASKS);
});
afterAll(() => api[Symbol.asyncDispose]());
beforeEach(() => {
  api.writes.length = 0;
});

const run = (args: readonly string[], world: { columns?: number; colour?: boolean } = {}) =>
  runCli(args, { now: RECORDED_AT, kubeconfig: api.kubeconfig, ...world });

const NARROW = { columns: 80, colour: false };

const GOLDEN: Record<string, { args: string[]; columns?: number; colour?: boolean }> = {
  get: { args: ["get"] },
  "get-narrow": { args: ["get"], ...NARROW },
  "get-medium": { args: ["get"], columns: 110, colour: true },
  "get-wide": { args: ["get", "-o", "wide"] },
  "explain-failed": { args: ["explain", "broken"] },
  "explain-running": { args: ["explain", "busy"], ...NARROW },
  "explain-due": { args: ["explain", "due"], ...NARROW },
  "explain-fresh": { args: ["explain", "fresh"], ...NARROW },
  "explain-suspended": { args: ["explain", "held"], ...NARROW },
  "explain-succeeded": { args: ["explain", "nightly"], columns: 120, colour: true },
  "explain-unread": { args: ["explain", "unread"], ...NARROW },
  "explain-waiting": { args: ["explain", "waiting"], ...NARROW },
  next: { args: ["next", "nightly"] },
  "next-all": { args: ["next", "--count", "2", "--time-zone", "Asia/Tokyo"] },
  "next-json": { args: ["next", "fresh", "--count", "1", "-o", "json"] },
  "wait-at-rest": { args: ["wait", "nightly", "broken", "fresh", "held"] },
  "suspend-schedule": { args: ["suspend", "--schedule", "nightly", "held"] },
  "resume-schedule": { args: ["resume", "--schedule", "nightly", "held"] },
  resume: { args: ["resume", "held", "nightly"] },
  suspend: { args: ["suspend", "nightly"] },
  cancel: { args: ["cancel", "nightly", "busy", "--no-wait"] },
  "logs-no-run": { args: ["logs", "fresh"] },
};

describe("verbs and tasks on a schedule", () => {
  test.each(Object.entries(GOLDEN))("show %s", async (name, { args, ...world }) => {
    const shown = transcript(args, await run(args, world));
    await expect(shown).toMatchFileSnapshot(`../../cli/golden/schedule/${name}.txt`);
  });
});

test("suspend and resume of a schedule write its field alone, of this very object", async () => {
  await run(["suspend", "--schedule", "nightly"]);
  await run(["resume", "--schedule", "held"]);
  await run(["suspend", "nightly"]);
  await run(["cancel", "nightly", "busy"]);
  expect(api.writes.map(({ method, body }) => [method, body])).toEqual([
    ["PATCH", { metadata: { uid: "nightly-uid" }, spec: { runs: { schedule: { suspend: true } } } }],
    ["PATCH", { metadata: { uid: "held-uid" }, spec: { runs: { schedule: { suspend: false } } } }],
    ["PATCH", { metadata: { uid: "nightly-uid" }, spec: { suspend: true } }],
  ]);
});

test("next tells of a task that is on no schedule, and of one whose schedule can't be read", async () => {
  const { stdout, stderr, exitCode } = await run(["next", "unread", "nightly", "--count", "1"]);
  expect(stderr).toMatch(/unread: spec.runs.schedule: "0 0 30 2 \*" never comes/);
  expect(stdout).toContain("nightly  0 2 * * *");
  expect(exitCode).toBe(1);
});
