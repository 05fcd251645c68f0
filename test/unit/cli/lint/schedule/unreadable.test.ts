import { expect, test } from "vitest";
import { runCli } from "../../support/run-cli.ts";
import { linted, scheduleOf } from "../support/scheduled.ts";

test.each([
  ["a day that never comes", { cron: "0 0 30 2 *" }, "cron", "never comes"],
  ["six fields", { cron: "0 0 0 1 * *" }, "cron", "has 6 fields: write five"],
  ["a zone in it", { cron: "TZ=Asia/Tokyo 0 1 * * *" }, "cron", "write it into timeZone"],
  ["a start that nobody knows", { cron: "@every 5m" }, "cron", "write fields"],
  ["a range that ends before it begins", { cron: "0 5-2 * * *" }, "cron", "write the lower end first"],
  ["a number out of bounds", { cron: "0 25 * * *" }, "cron", "the hour 25 is not from 0 to 23"],
  ["one of several", { crons: ["0 1 * * *", "0 1 31 6 *"] }, "crons[1]", "never comes"],
  [
    "a misspelt zone",
    { cron: "0 1 * * *", timeZone: "Europe/Berlni" },
    "timeZone",
    "did you mean Europe/Berlin?",
  ],
  ["an offset", { cron: "0 1 * * *", timeZone: "+02:00" }, "timeZone", "Etc/GMT-2"],
  ["nobody's zone", { cron: "0 1 * * *", timeZone: "Local" }, "timeZone", "the zone of whoever asks"],
])("%s is an error that names field, value and fix, once", async (_, schedule, field, words) => {
  const { errors, exitCode } = await linted(schedule);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toContain(`spec.runs.schedule.${field}: `);
  expect(errors[0]).toContain(words);
  expect(errors[0]).toContain("[schedule]");
  expect(exitCode).toBe(1);
});

test.each([
  ["neither", {}, "write when it runs, once"],
  ["both", { cron: "0 1 * * *", crons: ["0 2 * * *"] }, "write when it runs, once"],
  [
    "a negative number",
    { cron: "0 1 * * *", startingDeadlineSeconds: -1 },
    "startingDeadlineSeconds is -1, and 1 is the least",
  ],
  [
    "a life that ends before it begins",
    { cron: "0 1 * * *", notBefore: "2100-01-02T00:00:00Z", notAfter: "2100-01-01T00:00:00Z" },
    "notAfter is not later than notBefore",
  ],
  ["no text", { cron: 5 }, "spec.runs.schedule.cron is 5, and takes a string"],
])("what the API server refuses is an error: %s", async (_, schedule, words) => {
  const { errors, exitCode } = await linted(schedule);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toContain(words);
  expect(exitCode).toBe(1);
});

test("a task on a schedule has no last run to be deleted after", async () => {
  const stdin = scheduleOf({ cron: "0 1 * * *" }, { runs: { deleteAfterSeconds: 5 } });
  const { stdout, exitCode } = await runCli(["lint", "-f", "-"], { stdin });
  expect(stdout).toContain(
    "spec.runs: a task on a schedule has no last run to be deleted after: set schedule.notAfter",
  );
  expect(exitCode).toBe(1);
});
