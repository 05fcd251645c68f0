import { createOne, namesOf } from "../load.ts";
import { figures } from "../measure/figures.ts";
import { quantile } from "../measure/quantile.ts";
import { looksOf, perObject, requestsBetween } from "../measure/requests.ts";
import { untilQuiet } from "../measure/quiet.ts";
import { until } from "../measure/wait.ts";
import { snapshot } from "../measure/window.ts";
import type { Outcome, Scene } from "./mode.ts";

/** Objects one after the other, each awaited to its end. */
export async function idle({ stage, subject, witness, amounts, operator }: Scene): Promise<Outcome> {
  const before = await snapshot(stage, operator());
  const creates: number[] = [];
  const jobs: number[] = [];
  const statuses: number[] = [];
  const wholes: number[] = [];
  const names = namesOf("idle", amounts.idle);
  for (const name of names) {
    const { sentAt, acknowledgedAt } = await createOne(stage, subject, name, { suspend: false });
    const seen = witness.of(name);
    const isDone = (): boolean => witness.count("finishedAt") > 0 && seen.finishedAt !== undefined;
    await until(`${name} is finished`, amounts.limitMs, isDone);
    const { jobAt = Number.NaN, jobFinishedAt = Number.NaN, finishedAt = Number.NaN } = seen;
    creates.push(acknowledgedAt - sentAt);
    jobs.push(jobAt - acknowledgedAt);
    statuses.push(finishedAt - jobFinishedAt);
    wholes.push(finishedAt - sentAt);
  }
  const running = operator();
  await untilQuiet(running);
  const after = await snapshot(stage, running);
  const writes = (after.sent.writes - before.sent.writes) / creates.length;
  const lasting = names.map((name, index) =>
    lastingProgress(witness.writesOf(name), (wholes[index] ?? 0) / (subject.progressMs ?? Infinity)),
  );
  return {
    figures: figures({
      objects: creates.length,
      createP50Ms: quantile(creates, 0.5),
      createP99Ms: quantile(creates, 0.99),
      ...(subject.start !== undefined && {
        jobExistsP50Ms: quantile(jobs, 0.5),
        jobExistsP99Ms: quantile(jobs, 0.99),
        statusP50Ms: quantile(statuses, 0.5),
        statusP99Ms: quantile(statuses, 0.99),
        writesPerObject: writes,
        briefWritesPerObject: writes - lasting.reduce((sum, count) => sum + count, 0) / lasting.length,
        readsPerObject: (after.sent.reads - before.sent.reads) / creates.length,
        looksPerObject: (looksOf(after.operator) - looksOf(before.operator)) / creates.length,
        statusBytes: quantile(
          names.map((name) => witness.statusBytesOf(name)),
          0.5,
        ),
        conflicts: after.sent.conflicts - before.sent.conflicts,
      }),
    }),
    requests: perObject(requestsBetween(before.api, after.api), creates.length),
    cpu: {},
  };
}

/** The end of the run. */
const LEAST_WRITES = 1;

/** How many of an object's status writes told of progress, where it went on for so many periods. */
function lastingProgress(statusWrites: number, periods: number): number {
  return Math.max(0, Math.min(statusWrites - LEAST_WRITES, Math.floor(periods)));
}
