import { expect, test } from "vitest";
import { runCli } from "../../support/run-cli.ts";
import { linted, scheduleOf } from "../support/scheduled.ts";

test("what a schedule means is a note, which no flag makes a complaint", async () => {
  const { notes, warnings, errors, exitCode } = await linted(
    { crons: ["30 2 * * mon-fri", "@daily"], timeZone: "Europe/Berlin" },
    {},
    ["--strict"],
  );
  expect(notes).toHaveLength(1);
  expect(notes[0]).toContain("At 02:30, Monday through Friday; At 00:00, every day (Europe/Berlin)");
  expect([warnings, errors, exitCode]).toEqual([[], [], 0]);
});

test("GitHub shows it as a notice", async () => {
  const { stdout } = await runCli(["lint", "-f", "-", "-o", "github"], {
    stdin: scheduleOf({ cron: "@daily" }),
  });
  expect(stdout).toMatch(/^::notice file=stdin,.*At 00%3A00|^::notice file=stdin,.*At 00:00/);
});

const HOURLY = { cron: "0 * * * *" };
const PAST = "2026-01-01T00:00:00Z";

test.each([
  ["an end that has passed", { ...HOURLY, notAfter: PAST }, {}, `notAfter is ${PAST}, which has passed`],
  [
    "an end before the first time",
    { cron: "0 0 1 1 *", notAfter: "2026-12-01T00:00:00Z" },
    {},
    "no time of the schedule comes between now and then",
  ],
  [
    "a deadline beyond the next time",
    { ...HOURLY, startingDeadlineSeconds: 3601 },
    {},
    "startingDeadlineSeconds is 3601, and two times of the schedule are 3600 s apart at the shortest",
  ],
  ["a spread beyond the next time", { ...HOURLY, spreadSeconds: 3601 }, {}, "spreadSeconds is 3601"],
  [
    "runs that may take longer than there is between two times, which are missed",
    { ...HOURLY, concurrencyPolicy: "Forbid" },
    { activeDeadlineSeconds: 3601 },
    "spec.activeDeadlineSeconds is 3601",
  ],
])("a warning of %s", async (_, schedule, more, words) => {
  const { warnings, errors, exitCode } = await linted(schedule, more);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain(words);
  expect([errors, exitCode]).toEqual([[], 0]);
});

test.each([
  ["just as long", { ...HOURLY, startingDeadlineSeconds: 3600, spreadSeconds: 3600 }, {}],
  ["queued", { ...HOURLY, concurrencyPolicy: "Queue" }, { activeDeadlineSeconds: 7200 }],
  [
    "once a year",
    { cron: "@yearly", concurrencyPolicy: "Forbid", notAfter: "2027-02-01T00:00:00Z" },
    { activeDeadlineSeconds: 7200 },
  ],
])("none of what is %s", async (_, schedule, more) => {
  expect((await linted(schedule, more)).warnings).toEqual([]);
});
