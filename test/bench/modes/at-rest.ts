import { setTimeout as sleep } from "node:timers/promises";
import { createMany, namesOf } from "../load.ts";
import { type Figures, figures } from "../measure/figures.ts";
import { type Held, heldBy } from "../measure/memory.ts";
import { rssKb } from "../measure/proc.ts";
import { lastTenth } from "../measure/tenths.ts";
import { cpuBetween, snapshot } from "../measure/window.ts";
import { untilQuiet } from "../measure/quiet.ts";
import { until } from "../measure/wait.ts";
import type { RunningOperator, Work } from "../subjects/subject.ts";
import type { Outcome, Scene } from "./mode.ts";
import { restarted } from "./restart.ts";

/** The names of what lies at rest. */
const PREFIX = "rest";

/** Live objects at rest, then the operator started anew with them. */
export function live(scene: Scene): Promise<Outcome> {
  return atRest(scene, { suspend: true });
}

/** The same with objects whose work has ended. */
export function finished(scene: Scene): Promise<Outcome> {
  return atRest(scene, { suspend: false });
}

/** The memory of live objects alone. */
export async function memory(scene: Scene): Promise<Outcome> {
  const operator = operatorOf(scene);
  const empty = await heldBy(operator);
  const filled = await fill(scene, operator, scene.amounts.memory, { suspend: true });
  return {
    figures: { ...filled, ...(await grown(operator, empty, scene.amounts.memory)) },
    requests: {},
    cpu: {},
  };
}

async function atRest(scene: Scene, work: Work): Promise<Outcome> {
  const operator = operatorOf(scene);
  const empty = await heldBy(operator);
  const filled = await fill(scene, operator, scene.amounts.rest, work);
  const rest = await resting(scene, operator);
  // Asks for a collection, so what rest alone makes of the memory is looked at before.
  const held = await grown(operator, empty, scene.amounts.rest);
  return {
    figures: { ...filled, ...rest, ...held, ...(await restarted(scene, PREFIX)) },
    requests: {},
    cpu: {},
  };
}

function operatorOf(scene: Scene): RunningOperator {
  const operator = scene.operator();
  if (operator === undefined)
    throw new Error(`${scene.subject.name} has no operator whose rest could be measured`);
  return operator;
}

/** Makes so many objects, waits until nothing is left to do, and says what memory the operator has taken by then. */
async function fill(
  { stage, subject, witness, amounts }: Scene,
  operator: RunningOperator,
  count: number,
  work: Work,
): Promise<Figures> {
  const end = work.suspend ? "settledAt" : "finishedAt";
  const base = witness.count(end);
  const started = performance.now();
  const names = namesOf(PREFIX, count);
  await createMany(stage, subject, names, work);
  const isDone = (): boolean => witness.count(end) >= base + count;
  await until(`${count} × ${end}`, amounts.limitMs, isDone, () => `(${witness.count(end) - base} so far)`);
  const seconds = (performance.now() - started) / 1_000;
  await untilQuiet(operator);
  return figures({
    objects: count,
    perSecond: count / seconds,
    lastTenth: lastTenth(names.flatMap((name) => witness.of(name)[end] ?? [])),
    rssMb: rssKb(operator.process.pid) / 1_024,
  });
}

/** What so many objects take, against the same process without them. */
async function grown(operator: RunningOperator, empty: Held, count: number): Promise<Figures> {
  const full = await heldBy(operator);
  return figures({
    emptyRssMb: empty.rssKb / 1_024,
    rssPerObjectKb: (full.rssKb - empty.rssKb) / count,
    heapMb: full.heapKb / 1_024,
    heapPerObjectKb: (full.heapKb - empty.heapKb) / count,
  });
}

/** What the operator does while nothing happens. */
async function resting({ stage, witness, amounts }: Scene, operator: RunningOperator): Promise<Figures> {
  const before = await snapshot(stage, operator);
  const changes = witness.changes(PREFIX);
  await sleep(amounts.restSeconds * 1_000);
  const after = await snapshot(stage, operator);
  const seconds = (after.at - before.at) / 1_000;
  return figures({
    restSeconds: seconds,
    restRssMb: rssKb(operator.process.pid) / 1_024,
    restWrites: after.sent.writes - before.sent.writes,
    restReads: after.sent.reads - before.sent.reads,
    restChanges: witness.changes(PREFIX) - changes,
    restCpuPercent: (cpuBetween(before, after)["operator"] ?? 0) / seconds / 10,
  });
}
