import type { Bar, Row } from "../../../src/ui/model/wire.ts";

/** The morning after a night that was partly red. */
export const NOW = Date.parse("2026-12-01T07:42:00Z");

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const at = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** A number from 0 to 1 that follows from the words: the same picture each time. */
export function drawn(...words: readonly (string | number)[]): number {
  let hash = 2_166_136_261;
  for (const character of words.join("/")) hash = Math.imul(hash ^ character.codePointAt(0)!, 16_777_619);
  hash = Math.imul(hash ^ (hash >>> 15), 2_246_822_507);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

interface Nightly {
  /** Hours of UTC at which it starts. */
  hour: number;
  /** How often, in hours; 24: each night. */
  every?: number;
  minutes: number;
  /** Nights ago that were red, and why. */
  red?: Readonly<Record<number, string>>;
  waits?: number;
  message?: string;
}

const base = (namespace: string, name: string) => ({
  uid: `uid-${namespace}-${name}`,
  namespace,
  name,
  created: at(NOW - 40 * DAY),
  policies: ["baseline"],
  suspended: false,
  resourceVersion: "1",
});

/** A task on a schedule, with ten runs behind it. */
export function scheduled(namespace: string, name: string, nightly: Nightly): Row {
  const { hour, every = 24, minutes, red = {}, waits = 0, message } = nightly;
  const step = every * HOUR;
  const midnight = Math.floor(NOW / DAY) * DAY;
  const last = midnight + hour * HOUR + Math.floor((NOW - midnight - hour * HOUR) / step) * step;
  const bars = Array.from({ length: 11 }, (_, ago) => barOf(ago));
  const [run, ...history] = bars;
  const failed = red[0] !== undefined;

  function barOf(ago: number): Bar {
    const time = last - ago * step;
    const started = time + (2 + waits * 60 * drawn(name, ago)) * 1_000;
    const jobStarted = at(time + (started - time) * 0.6);
    const took = minutes * MINUTE * (0.75 + drawn(name, "took", ago) / 2);
    const reason = red[ago];
    const ended = started + (reason === undefined ? took : took * 0.4);
    const how = reason === undefined ? { outcome: "Succeeded" } : { outcome: "Failed", reason };
    const end = ended < NOW ? { ...how, ended: at(ended) } : {};
    return {
      number: 40 - ago,
      scheduled: at(time),
      created: at(time),
      jobStarted,
      started: at(started),
      ...end,
    };
  }

  return {
    ...base(namespace, name),
    phase: run?.ended === undefined ? "Running" : "Scheduled",
    reason: failed ? red[0]! : "Scheduled",
    ...(failed && { message: message ?? "pod failed", problem: "The latest run failed" }),
    schedule: {
      cron: every === 24 ? `0 ${hour} * * *` : `0 */${every} * * *`,
      timeZone: "UTC",
      suspended: false,
      next: [1, 2, 3].map((ahead) => at(last + ahead * step)),
    },
    ...(run && { run }),
    history,
  };
}

/** A task that runs when somebody says so. `ago` and `minutes` are in minutes. */
export function once(
  namespace: string,
  name: string,
  part: Partial<Row>,
  bar?: Partial<Bar> & { ago: number },
): Row {
  const row: Row = { ...base(namespace, name), phase: "Succeeded", history: [], ...part };
  if (!bar) return row;
  const { ago, ...rest } = bar;
  return {
    ...row,
    created: at(NOW - ago * MINUTE),
    run: { number: 1, created: at(NOW - ago * MINUTE), ...rest },
  };
}

export const HOSTILE = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script> & "quoted"`;

/** A cluster of a few teams. */
export function recordedRows(): Row[] {
  const minutesAgo = (minutes: number) => at(NOW - minutes * MINUTE);
  return [
    scheduled("billing", "invoices", { hour: 1, minutes: 52, red: { 2: "OOMKilled", 3: "OOMKilled" } }),
    scheduled("billing", "ledger-export", {
      hour: 3,
      minutes: 40,
      red: { 0: "OOMKilled", 1: "OOMKilled" },
      message: "container export was killed: it took more memory than its limit of 512Mi",
    }),
    scheduled("billing", "dunning-letters", { hour: 6, minutes: 25 }),
    scheduled("billing", "exchange-rates", { hour: 0, every: 1, minutes: 4 }),
    scheduled("billing", "card-settlement", { hour: 0, every: 4, minutes: 38, waits: 14 }),
    once(
      "billing",
      "refund-2231",
      { phase: "Failed", reason: "Error", message: HOSTILE, problem: "Failed: exit code 3" },
      {
        ago: 96,
        started: minutesAgo(95),
        ended: minutesAgo(81),
        outcome: "Failed",
        reason: "Error",
      },
    ),
    scheduled("data-science", "features-daily", { hour: 2, minutes: 170, waits: 22 }),
    scheduled("data-science", "embeddings", { hour: 5, minutes: 190, waits: 9 }),
    scheduled("data-science", "drift-report", {
      hour: 0,
      every: 6,
      minutes: 35,
      red: { 1: "DeadlineExceeded" },
    }),
    once(
      "data-science",
      "train-ranker",
      { phase: "Running", reason: "Running", message: "2 of 8 indexes have succeeded" },
      {
        ago: 325,
        started: minutesAgo(288),
      },
    ),
    once(
      "data-science",
      "train-ranker-wide",
      {
        phase: "Queued",
        reason: "Queued",
        policies: ["baseline", "gpu-team"],
        message: "Third in line: policy gpu-team allows 2 active tasks in namespace data-science",
      },
      { ago: 214 },
    ),
    once(
      "data-science",
      "sweep-lr",
      { phase: "Queued", reason: "Queued", policies: ["gpu-team"], message: "Fourth in line" },
      { ago: 131 },
    ),
    once(
      "data-science",
      "notebook-export",
      {
        phase: "Rejected",
        reason: "PolicyViolation",
        policies: ["gpu-team"],
        message:
          "template.spec.containers[0].image ghcr.io/x/nb:latest: policy gpu-team allows tags but latest; name a version",
        problem: "Refused by policy gpu-team",
      },
      { ago: 61, ended: minutesAgo(61), outcome: "Rejected", reason: "PolicyViolation" },
    ),
    scheduled("platform", "backup-etcd", { hour: 0, every: 6, minutes: 18 }),
    scheduled("platform", "cert-check", { hour: 0, every: 2, minutes: 3 }),
    scheduled("platform", "registry-gc", {
      hour: 4,
      minutes: 75,
      red: { 0: "Evicted" },
      message: "pod evicted: node n-7 was low on disk",
    }),
    scheduled("platform", "restore-drill", { hour: 22, minutes: 48, red: { 4: "BackoffLimitExceeded" } }),
    { ...scheduled("platform", "usage-report", { hour: 20, minutes: 12 }), ...pausedSchedule() },
    once(
      "platform",
      "migrate-volumes",
      { phase: "Suspended", reason: "Suspended", suspended: true, message: "Suspended by its author" },
      { ago: 500, started: minutesAgo(480), halted: "Suspended" },
    ),
    once(
      "platform",
      "reindex",
      {
        phase: "Starting",
        reason: "ImagePullBackOff",
        message: "pod reindex-1-x7: image registry.example/reindex:v9 is not there",
        problem: "ImagePullBackOff",
      },
      { ago: 27, jobStarted: minutesAgo(25) },
    ),
    scheduled("web", "sitemap", { hour: 0, every: 3, minutes: 14 }),
    scheduled("web", "thumbnails", { hour: 0, every: 2, minutes: 31, red: { 5: "Error" } }),
    scheduled("web", "search-index", { hour: 7, minutes: 95 }),
    scheduled("web", "newsletter", { hour: 17, minutes: 22 }),
    once(
      "web",
      "import-catalogue",
      { phase: "Succeeded", reason: "Succeeded", message: "The Job is complete" },
      {
        ago: 190,
        started: minutesAgo(188),
        ended: minutesAgo(71),
        outcome: "Succeeded",
      },
    ),
  ];
}

function pausedSchedule(): Partial<Row> {
  return { suspended: true, schedule: { cron: "0 20 * * *", timeZone: "UTC", suspended: true, next: [] } };
}

/** As many tasks in forty namespaces, each with runs behind it. */
export function manyRows(count: number): Row[] {
  return Array.from({ length: count }, (_, index) => {
    const namespace = `team-${String(index % 40).padStart(2, "0")}`;
    const name = `job-${String(index).padStart(5, "0")}`;
    const red = drawn(name, "red") < 0.05 ? { 0: "Error" } : {};
    return scheduled(namespace, name, { hour: index % 24, minutes: 5 + 60 * drawn(name), red });
  });
}
