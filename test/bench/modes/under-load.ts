import { createMany, type Creation, namesOf } from "../load.ts";
import { eventLoop } from "../measure/event-loop.ts";
import { figures } from "../measure/figures.ts";
import { type Scrape, sum } from "../measure/prometheus.ts";
import { quantile } from "../measure/quantile.ts";
import { createMs, looksOf, perObject, requestsBetween } from "../measure/requests.ts";
import { untilQuiet } from "../measure/quiet.ts";
import { until } from "../measure/wait.ts";
import { cpuBetween, type Snapshot, snapshot } from "../measure/window.ts";
import type { Moment } from "../measure/witness.ts";
import type { Work } from "../subjects/subject.ts";
import type { Outcome, Scene } from "./mode.ts";

/** Suspended objects: the operator's own work, without pods. Counts until their Jobs exist. */
export function suspended(scene: Scene): Promise<Outcome> {
  return underLoad(scene, { suspend: true }, "jobAt");
}

/** Objects whose pod runs and ends at once. Counts until their status says so. */
export function pods(scene: Scene): Promise<Outcome> {
  return underLoad(scene, { suspend: false }, "finishedAt");
}

async function underLoad(scene: Scene, work: Work, end: Moment): Promise<Outcome> {
  const { stage, subject, witness, amounts } = scene;
  const names = namesOf("load", amounts.load);
  const before = await snapshot(stage, scene.operator());
  const base = { [end]: witness.count(end), settledAt: witness.count("settledAt") };
  const creations = await createMany(stage, subject, names, work);
  const all = (what: Moment) => () => witness.count(what) >= (base[what] ?? 0) + names.length;
  const state = (): string => `(${witness.count(end)} so far)`;
  await until(`${names.length} × ${end}`, amounts.limitMs, all(end), state);
  if (work.suspend) await until("all settled", amounts.limitMs, all("settledAt"));
  // Node's histogram begins anew with each scrape: this one is of the load alone.
  const busy = (await scene.operator()?.scrape()) ?? [];
  // The counts are of all that the objects cost, events that come later included.
  const running = scene.operator();
  await untilQuiet(running);
  const after = await snapshot(stage, running);
  return outcome(scene, { creations, before, busy, after, end });
}

interface Measured {
  readonly creations: readonly Creation[];
  readonly before: Snapshot;
  /** The operator's metrics as the last object was done. */
  readonly busy: Scrape;
  readonly after: Snapshot;
  readonly end: Moment;
}

function outcome({ subject, witness }: Scene, { creations, before, busy, after, end }: Measured): Outcome {
  const count = creations.length;
  const seen = creations.map((creation) => ({ ...creation, ...witness.of(creation.name) }));
  const first = Math.min(...creations.map(({ sentAt }) => sentAt));
  const last = Math.max(...seen.map((entry) => entry[end] ?? Number.NaN));
  const creates = creations.map(({ sentAt, acknowledgedAt }) => acknowledgedAt - sentAt);
  const jobs = seen.flatMap(({ jobAt, acknowledgedAt }) =>
    jobAt === undefined ? [] : [jobAt - acknowledgedAt],
  );
  const statuses = seen.flatMap(({ jobFinishedAt, finishedAt }) =>
    jobFinishedAt === undefined || finishedAt === undefined ? [] : [finishedAt - jobFinishedAt],
  );
  const hasOperator = after.operator !== undefined;
  const cpu = perObject(cpuBetween(before, after), count);
  const requests = perObject(requestsBetween(before.api, after.api), count);
  const total = (values: Readonly<Record<string, number>>): number =>
    Object.values(values).reduce((sum, value) => sum + value, 0);
  const per = (of: (sent: Snapshot["sent"]) => number): number => (of(after.sent) - of(before.sent)) / count;
  return {
    figures: figures({
      objects: count,
      perSecond: (count / (last - first)) * 1_000,
      createP50Ms: quantile(creates, 0.5),
      createP99Ms: quantile(creates, 0.99),
      serverCreateMs: createMs(before.api, after.api, subject.resource.plural),
      requestsPerObject: total(requests),
      totalCpuMs: total(cpu) - (cpu["load"] ?? 0),
      loadCpuMs: cpu["load"],
      ...(hasOperator && {
        jobExistsP50Ms: quantile(jobs, 0.5),
        jobExistsP99Ms: quantile(jobs, 0.99),
        statusP50Ms: quantile(statuses, 0.5),
        statusP99Ms: quantile(statuses, 0.99),
        writesPerObject: per(({ writes }) => writes),
        readsPerObject: per(({ reads }) => reads),
        looksPerObject: (looksOf(after.operator) - looksOf(before.operator)) / count,
        statusBytes: quantile(
          creations.map(({ name }) => witness.statusBytesOf(name)),
          0.5,
        ),
        conflicts: after.sent.conflicts - before.sent.conflicts,
        eventsLost: lost(after) - lost(before),
        operatorCpuMs: cpu["operator"],
        ...eventLoop(busy),
      }),
    }),
    requests,
    cpu,
  };
}

/** Events of BatchTasks that never reached the API server: writes that are missing from the count. */
function lost({ operator = [] }: Snapshot): number {
  return sum(operator, "batchtask_events_lost_total");
}
