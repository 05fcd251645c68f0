import type { BatchTask } from "../../../src/api/batchtask.ts";
import type { Change } from "../fake-api/api.ts";
import { must } from "./must.ts";

/** What must hold of a schedule of each minute, by the clock alone. */
export interface TimesOracle {
  see(change: Change): void;
  /** The operator has nothing more to do. */
  atRest(task: BatchTask): void;
}

const MINUTE = 60_000;

/** @param now milliseconds since the epoch */
export function createTimesOracle(now: () => number): TimesOracle {
  /** By UID of the task: the times of its runs. */
  const started = new Map<string, number[]>();

  function seeRun({ metadata, spec, status }: BatchTask): void {
    const { trigger, scheduleTime, number = 0 } = status?.run ?? {};
    if (!spec.runs?.schedule || trigger !== "Scheduled") return;
    const time = Date.parse(scheduleTime ?? "");
    must(time % MINUTE === 0 && time <= now(), "a run for a time that has not come", status);
    const times = started.get(metadata.uid) ?? [];
    started.set(metadata.uid, times);
    if (times[number] === time) return;
    must(times[number] === undefined, "a run is for another time now", status);
    must(
      times.every((other) => other < time),
      "a time has two runs, or comes after a later one",
      [times, status],
    );
    times[number] = time;
  }

  return {
    see({ plural, type, object }) {
      if (plural !== "batchtasks" || type === "DELETED") return;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fake API server stores tasks under this name only
      const task = object as BatchTask;
      seeRun(task);
      accounted(task, started.get(task.metadata.uid) ?? [], now());
    },
    atRest({ spec, status }) {
      const { schedule, run } = status ?? {};
      if (!spec.runs?.schedule) return;
      must(schedule !== undefined, "a schedule that the status does not tell of", status);
      const goesOn = run !== undefined && run.completionTime === undefined;
      if (!schedule?.nextStartTime || goesOn) return;
      must(Date.parse(schedule.nextStartTime) > now() - MINUTE, "a time has come, and nothing follows", [
        new Date(now()).toISOString(),
        status,
      ]);
    },
  };
}

/** No more runs and missed times than times have come. */
function accounted({ metadata, status }: BatchTask, times: readonly number[], now: number): void {
  const created = Date.parse(metadata.creationTimestamp ?? "");
  const come = Math.floor(now / MINUTE) - Math.floor(created / MINUTE);
  const { missedTimes = 0 } = status?.schedule ?? {};
  const count = times.filter((time) => time !== undefined).length + missedTimes;
  must(count <= come, "more runs and missed times than there were times", [come, times, status]);
}
