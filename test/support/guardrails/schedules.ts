import type { AskedSchedule } from "../../../src/api/schedule.ts";
import { ABOVE, BELOW, type Case } from "./case.ts";
import { refused } from "./names.ts";

const on = (fields: AskedSchedule = {}): Case["spec"] => ({
  runs: { schedule: { cron: "0 2 * * *", ...fields } },
});

const SPREAD = "runs.schedule.spreadSeconds";
const spread = (
  state: Case["state"],
  spec: Case["spec"],
  { words, applied, name }: { words?: [string, string]; applied?: number; name?: string } = {},
): Case => {
  const out = state === "below" ? BELOW : ABOVE;
  return {
    rule: "spreadSeconds",
    state,
    ...(name !== undefined && { name }),
    rules: { spreadSeconds: { default: 300, min: 60, max: 3600 } },
    spec,
    clamp: words ? [out.clamp(SPREAD, ...words)] : [],
    reject: words ? [out.reject(SPREAD, ...words)] : [],
    applied: applied === undefined ? {} : on({ spreadSeconds: applied }),
  };
};

const zones = refused("scheduleTimeZones", { scheduleTimeZones: { allowed: ["Europe/*", "Asia/Tokyo"] } });
const zoneIs = (zone: string) =>
  `spec.runs.schedule.timeZone is ${zone}, and policy POLICY allows Europe/*, Asia/Tokyo: use one of these`;

const often = refused("scheduleInterval", { scheduleInterval: { minSeconds: 3600 } });
const comes = (field: string, cron: string, span: number) =>
  `spec.runs.schedule.${field} is ${cron}, of which two times are ${span} s apart, and policy POLICY asks for at least 3600 s: use one that comes more rarely`;

/** Rules about schedules: a task on one starts no run for an edit, so that they have a table of their own. */
export const SCHEDULES: readonly Case[] = [
  spread("absent", on(), { applied: 300 }),
  spread("inside", on({ spreadSeconds: 60 }), { applied: 60 }),
  spread("below", on({ spreadSeconds: 59 }), { words: ["59", "60"], applied: 60 }),
  spread("above", on({ spreadSeconds: 3601 }), { words: ["3601", "3600"], applied: 3600 }),
  spread("other", {}, { name: "no schedule" }),
  spread("other", { runs: { historyLimit: 2 } }, { name: "runs without a schedule" }),
  zones("inside", "by a pattern", on({ timeZone: "Europe/Berlin" })),
  zones("inside", "by name", on({ timeZone: "Asia/Tokyo" })),
  zones("above", "another one", on({ timeZone: "America/New_York" }), [zoneIs("America/New_York")]),
  zones("absent", "the default is not allowed", on(), [zoneIs("Etc/UTC")]),
  zones("other", "no schedule", { runs: { historyLimit: 2 } }),
  often("inside", "each hour", on({ cron: "@hourly" })),
  often("above", "each minute", on({ cron: "* * * * *" }), [comes("cron", "* * * * *", 60)]),
  often("above", "now and then", on({ cron: "0,30 2 1 1 *" }), [comes("cron", "0,30 2 1 1 *", 1800)]),
  often("above", "together", { runs: { schedule: { crons: ["0 2 * * *", "15 2 * * *"] } } }, [
    comes("crons", "0 2 * * *, 15 2 * * *", 900),
  ]),
  often("other", "what can't be read", on({ cron: "99 * * * *" })),
  often("other", "no schedule", {}),
];
