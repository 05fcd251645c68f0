import { specWith } from "../fixtures/crd/manifests.ts";
import type { Json } from "../fixtures/crd/mutations.ts";

/** A schedule that the API server refuses, and what its answer must hold: field, value, bound, fix. */
export interface Refused {
  what: string;
  runs: Record<string, Json>;
  says: readonly string[];
}

const FIVE_FIELDS = "write minute (0-59), hour (0-23), day of month (1-31), month (1-12 or jan-dec)";
const NIGHTLY = "0 2 * * *";
const cron = (text: string, field = "cron"): string =>
  `spec.runs.schedule.${field}: Invalid value: "${text}"`;
const schedule = (more: Record<string, Json>): Record<string, Json> => ({
  schedule: { cron: NIGHTLY, ...more },
});

/** Of the kinds of bad input, those that the CRD finds. */
export const REFUSED: readonly Refused[] = [
  {
    what: "six fields",
    runs: schedule({ cron: "0 0 2 * * *" }),
    says: [cron("0 0 2 * * *"), "no cron expression as a CronJob takes it", FIVE_FIELDS],
  },
  {
    what: "four fields",
    runs: schedule({ cron: "0 2 * *" }),
    says: [cron("0 2 * *"), FIVE_FIELDS],
  },
  {
    what: "an hour that no day has",
    runs: schedule({ cron: "0 24 * * *" }),
    says: [cron("0 24 * * *"), FIVE_FIELDS],
  },
  {
    what: "a zone inside",
    runs: schedule({ cron: "TZ=Europe/Berlin 0 2 * * *" }),
    says: [cron("TZ=Europe/Berlin 0 2 * * *"), "leave it out, and write it into timeZone"],
  },
  {
    what: "a zone inside, by its longer name",
    runs: schedule({ cron: "CRON_TZ=UTC @daily" }),
    says: [cron("CRON_TZ=UTC @daily"), "leave it out, and write it into timeZone"],
  },
  {
    what: "@every",
    runs: schedule({ cron: "@every 2h" }),
    says: [cron("@every 2h"), "write five fields, as 0 */2 * * * for every two hours"],
  },
  {
    what: "an unknown zone",
    runs: schedule({ timeZone: "Europe/Berlni" }),
    says: [
      "spec.runs.schedule.timeZone: ",
      "unknown time zone Europe/Berlni",
      "write one of its names, as Europe/Berlin or Etc/UTC",
    ],
  },
  {
    what: "the zone of whoever looks",
    runs: schedule({ timeZone: "Local" }),
    says: [cron("Local", "timeZone"), "write one of its names"],
  },
  {
    what: "no cron",
    runs: { schedule: { timeZone: "Etc/UTC" } },
    says: ["spec.runs.schedule: Invalid value", `write when it runs, once: cron: "0 2 * * *"`],
  },
  {
    what: "cron and crons",
    runs: schedule({ crons: [NIGHTLY] }),
    says: ["spec.runs.schedule: Invalid value", "or a list of such expressions as crons"],
  },
  {
    what: "an empty list",
    runs: { schedule: { crons: [] } },
    says: ["spec.runs.schedule.crons", "should have at least 1 items"],
  },
  {
    what: "17 of them",
    runs: { schedule: { crons: Array.from({ length: 17 }, (_, hour) => `0 ${hour} * * *`) } },
    says: ["spec.runs.schedule.crons: Too many: 17: must have at most 16 items"],
  },
  {
    what: "one bad one of several",
    runs: { schedule: { crons: [NIGHTLY, "0 2 * * mo"] } },
    says: [cron("0 2 * * mo", "crons[1]"), FIVE_FIELDS],
  },
  {
    what: "a start before its time",
    runs: schedule({ startingDeadlineSeconds: -1 }),
    says: [
      "spec.runs.schedule.startingDeadlineSeconds: Invalid value: -1",
      "should be greater than or equal to 1",
    ],
  },
  {
    what: "a negative spread",
    runs: schedule({ spreadSeconds: -60 }),
    says: ["spec.runs.schedule.spreadSeconds: Invalid value: -60", "should be greater than or equal to 0"],
  },
  {
    what: "a spread over more than a day",
    runs: schedule({ spreadSeconds: 86_401 }),
    says: ["spec.runs.schedule.spreadSeconds: Invalid value: 86401", "less than or equal to 86400"],
  },
  {
    what: "an unknown policy",
    runs: schedule({ concurrencyPolicy: "Allow" }),
    says: [
      `spec.runs.schedule.concurrencyPolicy: Unsupported value: "Allow"`,
      `"Queue", "Forbid", "Replace"`,
    ],
  },
  {
    what: "an end before the beginning",
    runs: schedule({ notBefore: "2030-01-02T00:00:00Z", notAfter: "2030-01-01T00:00:00Z" }),
    says: ["spec.runs.schedule: Invalid value", "notAfter is not later than notBefore", "write a later one"],
  },
  {
    what: "an end that is no time",
    runs: schedule({ notAfter: "tomorrow" }),
    says: [`spec.runs.schedule.notAfter: Invalid value: "tomorrow"`, "date-time"],
  },
  {
    what: "deletion after a run that never is the last one",
    runs: { ...schedule({}), deleteAfterSeconds: 60 },
    says: ["spec.runs: Invalid value", "set schedule.notAfter too, or remove deleteAfterSeconds"],
  },
];

/** A manifest of a task with these runs. */
export const manifest = (name: string, runs: Record<string, Json>): Json => ({
  apiVersion: "batchtask.dev/v1alpha1",
  kind: "BatchTask",
  metadata: { name },
  spec: specWith({ job: { runs } }),
});
