import type { AskedSchedule } from "../../../src/api/schedule.ts";
import { metaTime } from "../../../src/kube/time.ts";
import { expressionOf } from "../../../src/schedule/times.ts";
import type { Scene } from "../run/scene.ts";
import { inPhase, started, succeeded, TASK, type Step, type Workload } from "./workload.ts";

const MINUTE_MS = 60_000;
const EACH_MINUTE: AskedSchedule = { cron: "* * * * *", timeZone: "Etc/UTC" };

/** A full minute, so many minutes before the present one. */
const ago = (minutes: number): string => metaTime((Math.floor(Date.now() / MINUTE_MS) - minutes) * MINUTE_MS);
const later = (time: string, minutes: number): string => metaTime(Date.parse(time) + minutes * MINUTE_MS);

/** A schedule of two minutes that are past: a time that is to come would have to be waited for. */
const waiting = (more: AskedSchedule = {}): Step => ({
  name: "waiting",
  act: (scene) =>
    scene.create(TASK, {
      runs: { schedule: { ...EACH_MINUTE, notBefore: ago(2), notAfter: ago(1), ...more } },
    }),
  until: (scene) =>
    inPhase("Scheduled")(scene) && scene.task(TASK)?.status?.schedule?.handledTime !== undefined,
});

const scheduleOf = (scene: Scene): AskedSchedule => scene.task(TASK)?.spec.runs?.schedule ?? {};

/** As if nobody had looked since before the first of them. */
const due: Step = {
  ...started(),
  act: (scene) => {
    const { notBefore = ago(2) } = scheduleOf(scene);
    const schedule = { expression: expressionOf(EACH_MINUTE), handledTime: later(notBefore, -1) };
    return scene.writeStatus(TASK, { schedule });
  },
};

/** One more minute that is past counts. */
const anotherTime = (scene: Scene): Promise<void> => {
  const { notBefore = ago(2) } = scheduleOf(scene);
  return scene.edit(TASK, { runs: { schedule: { notAfter: later(notBefore, 2) } } });
};

const goesOn = (number: number) => (scene: Scene) =>
  scene.task(TASK)?.status?.run?.number === number && due.until?.(scene) === true;

/** The schedule's last time is over: the phase is that of its run. */
const again: Step = { ...succeeded, name: "again" };
const still: Step = { name: "still", waitMs: 500 };
/** Long enough for a run that must not start to do so. */
const nothing: Step = { name: "nothing", waitMs: 3_000 };

/** Times of a schedule: of several that have come one is run, and what is missed is told. */
export const SCHEDULE: readonly Workload[] = [
  {
    name: "scheduled",
    steps: [waiting(), due, succeeded, { name: "second", act: anotherTime, until: goesOn(2) }, again, still],
  },
  {
    name: "scheduled-queued",
    steps: [
      waiting(),
      due,
      { name: "waited", act: anotherTime, waitMs: 500 },
      { name: "second", act: (scene) => scene.endPods(TASK, "Succeeded"), until: goesOn(2) },
      again,
      still,
    ],
  },
  {
    name: "scheduled-replaced",
    steps: [
      waiting({ concurrencyPolicy: "Replace" }),
      due,
      {
        name: "second",
        act: anotherTime,
        until: (scene) => goesOn(2)(scene) && scene.jobsOf(TASK).length === 1,
      },
      again,
      still,
    ],
  },
  {
    name: "scheduled-later",
    steps: [
      waiting(),
      due,
      nothing,
      succeeded,
      {
        name: "second",
        act: (scene) => scene.edit(TASK, { runs: { schedule: { notBefore: ago(-30), notAfter: ago(-40) } } }),
        until: inPhase("Scheduled"),
      },
      { ...nothing, name: "still", until: (scene) => scene.jobsOf(TASK).length === 1 },
    ],
  },
  {
    name: "scheduled-restored",
    steps: [
      waiting(),
      due,
      {
        name: "suspended",
        act: async (scene) => {
          await scene.endPods(TASK, "Succeeded");
          await anotherTime(scene);
        },
        until: goesOn(2),
      },
      nothing,
      { name: "edited", act: anotherTime, until: (scene) => scene.task(TASK) !== undefined },
      {
        name: "second",
        // An operator that remembers the first run's end goes on to the second by itself.
        act: async (scene) => {
          if (scene.task(TASK)?.status?.run?.number === 1) await scene.endPods(TASK, "Succeeded");
        },
        until: goesOn(2),
      },
      again,
    ],
  },
];
