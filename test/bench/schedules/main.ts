/**
 * What schedules cost: many at rest, many due in one minute, and one in each minute of an idle cluster, beside CronJobs
 * that ask for the same. Jobs have no pods.
 *
 *   npm run bench:schedules [-- --only rest,burst,idle] [--rest 10000] [--rest-seconds 660] [--burst 5000] [--minutes 10]
 *     [--profile DIR]
 */
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createMany, type Creation, namesOf } from "../load.ts";
import { untilCollected } from "../measure/discovery.ts";
import { heldBy } from "../measure/memory.ts";
import { untilQuiet } from "../measure/quiet.ts";
import { cpuBetween, snapshot } from "../measure/window.ts";
import { openStage, type Stage } from "../stage.ts";
import { batchtask } from "../subjects/batchtask.ts";
import type { RunningOperator, Subject } from "../subjects/subject.ts";
import { brief, late, openSeen, untilAll } from "./lateness.ts";
import { cronAt, cronOfRest, resting, SUBJECTS, type Scheduled } from "./objects.ts";

const MINUTE_MS = 60_000;
const LIMIT_MS = 900_000;
/** Between the creation of many and their time. */
const LEAD_MS = 15_000;
const text = { type: "string" } as const;
const { values } = parseArgs({
  options: { only: text, rest: text, "rest-seconds": text, burst: text, minutes: text, profile: text },
});
const number = (name: keyof typeof values, otherwise: number): number => Number(values[name] ?? otherwise);
const say = (line: string): void => void process.stdout.write(`${new Date().toISOString()} ${line}\n`);

interface Scene {
  readonly stage: Stage;
  readonly operator: RunningOperator;
}

const create = (
  { stage }: Scene,
  { resource }: Pick<Scheduled, "resource">,
  names: readonly string[],
  object: Subject["object"],
): Promise<Creation[]> => createMany(stage, { ...batchtask, resource, object }, names, { suspend: false });

const WARM_UP = 100;

/** What is loaded or compiled once is. */
async function warmUp(scene: Scene): Promise<void> {
  for (const [prefix, cron] of [
    ["warm-plain", undefined],
    ["warm-scheduled", cronOfRest(0)],
  ] as const)
    await create(scene, batchtask, namesOf(prefix, WARM_UP), (name) => resting(name, cron));
  await untilQuiet(scene.operator);
}

const nextMinute = (leadMs: number): number => Math.ceil((Date.now() + leadMs) / MINUTE_MS) * MINUTE_MS;

/** Heap and rest of tasks whose schedule has a time some days from now, beside tasks without one. */
async function rest(scene: Scene): Promise<void> {
  const { stage, operator } = scene;
  const count = number("rest", 10_000);
  const heaps = [(await heldBy(operator)).heapKb];
  for (const kind of ["plain", "scheduled"]) {
    const names = namesOf(kind, count);
    const indices = new Map(names.map((name, index) => [name, index]));
    const cron = (name: string): string | undefined =>
      kind === "plain" ? undefined : cronOfRest(indices.get(name) ?? 0);
    await create(scene, batchtask, names, (name) => resting(name, cron(name)));
    await untilQuiet(operator);
    heaps.push((await heldBy(operator)).heapKb);
    say(`rest: ${count} ${kind} tasks are at rest, heap ${((heaps.at(-1) ?? 0) / 1_024).toFixed(1)} MB`);
  }
  const [empty = 0, plain = 0, all = 0] = heaps;
  const [own, more] = [(plain - empty) / count, (all - 2 * plain + empty) / count];
  say(`rest: heap of a task ${own.toFixed(2)} KiB, of its schedule ${more.toFixed(2)} KiB more`);
  const before = await snapshot(stage, operator);
  await sleep(number("rest-seconds", 660) * 1_000);
  const after = await snapshot(stage, operator);
  const seconds = (after.at - before.at) / 1_000;
  const percent = (cpuBetween(before, after)["operator"] ?? 0) / seconds / 10;
  const writes = after.sent.writes - before.sent.writes;
  say(`rest: ${seconds.toFixed(0)} s, ${writes} writes, ${percent.toFixed(2)} % of a core`);
}

/** Many in the same minute: tasks, then CronJobs. */
async function burst(scene: Scene): Promise<void> {
  const count = number("burst", 5_000);
  for (const subject of SUBJECTS) {
    // At 60 creations a second on a busy machine.
    const time = nextMinute(count * 16 + LEAD_MS);
    const names = namesOf(`burst-${subject.kind.toLowerCase()}`, count);
    const cron = cronAt(time);
    await create(scene, subject, names, (name) => subject.object(name, cron));
    await untilQuiet(scene.operator);
    if (Date.now() > time) throw new Error(`${count} objects were not there in time: take fewer`);
    const seen = await openSeen(scene.stage);
    const before = await snapshot(scene.stage, scene.operator);
    await sleep(time - Date.now());
    await untilAll("Jobs", seen.jobs, names, LIMIT_MS);
    say(
      `burst: ${count} ${subject.kind}s, Job exists after its time: ${brief(late(seen.jobs, names, [time]))}`,
    );
    if (subject.kind === "BatchTask") {
      await untilAll("records", seen.records, names, LIMIT_MS);
      say(
        `burst: ${count} ${subject.kind}s, run on record after its time: ${brief(late(seen.records, names, [time]))}`,
      );
    }
    await untilQuiet(scene.operator);
    const cpu = cpuBetween(before, await snapshot(scene.stage, scene.operator));
    const each = Object.entries(cpu).map(([name, ms]) => `${name} ${(ms / count).toFixed(2)}`);
    say(`burst: ms of CPU for each ${subject.kind}: ${each.join(", ")}`);
    seen.close();
  }
}

/** One task and one CronJob in each minute, at the same time. */
async function idle(scene: Scene): Promise<void> {
  const first = nextMinute(LEAD_MS);
  const times = Array.from({ length: number("minutes", 10) }, (_, minute) => first + minute * MINUTE_MS);
  const seen = await openSeen(scene.stage);
  const all = SUBJECTS.map((subject) => ({
    subject,
    names: namesOf(`idle-${subject.kind.toLowerCase()}`, times.length),
  }));
  for (const { subject, names } of all)
    await create(scene, subject, names, (name) => {
      const time = times[names.indexOf(name)] ?? first;
      return subject.object(name, cronAt(time));
    });
  const limit = times.length * MINUTE_MS + LIMIT_MS;
  for (const { subject, names } of all) {
    await untilAll("Jobs", seen.jobs, names, limit);
    say(
      `idle: ${times.length} ${subject.kind}s, Job exists after its time: ${brief(late(seen.jobs, names, times))}`,
    );
  }
  seen.close();
}

const PARTS = { rest, burst, idle };
const wanted = values.only?.split(",") ?? Object.keys(PARTS);
// An exit takes the cluster along; the death by a signal alone would not.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(130));
for (const [name, part] of Object.entries(PARTS).filter(([name]) => wanted.includes(name))) {
  const stage = await openStage();
  try {
    await batchtask.install(stage);
    await untilCollected(stage, batchtask.resource);
    const operator = await batchtask.start?.(stage, { profile: values.profile });
    if (!operator) throw new Error(`${name}: there is no operator`);
    await warmUp({ stage, operator });
    await part({ stage, operator });
    await operator.process.stop();
  } finally {
    await stage.close();
  }
}
