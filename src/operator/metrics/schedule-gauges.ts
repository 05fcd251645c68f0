import { visitInTurns } from "../../kube/clock.ts";
import type { Meter, Reading } from "./meter.ts";
import { byNamespace, type NamespaceLabels, type Namespaces } from "./namespaces.ts";
import {
  IN_A_ROW,
  isWithoutSuccess,
  SCHEDULE_STATES,
  type ScheduleState,
  scheduleStateOf,
} from "./schedules.ts";
import { TASKS_PER_TURN, type TaskSource } from "./tasks.ts";

/**
 * What the schedules of the tasks in memory are at each scrape, as taskMetrics does.
 * @returns starts the export from a source, and with undefined ends it
 */
export function scheduleGauges(
  meter: Meter,
  namespaces: Namespaces,
): (source: TaskSource | undefined) => void {
  let source: TaskSource | undefined;
  meter.reading(
    {
      name: "batchtask_schedules",
      help: "Tasks on a schedule by what that is at. Ended: no time is left. Invalid: it can't be read. Exported by the replica that works, and no other.",
      labels: { state: SCHEDULE_STATES.map((state) => `\`${state}\``).join(", "), ...namespaces.declared },
    },
    async () => (source ? await countStates(source, namespaces) : []),
  );
  meter.reading(
    {
      name: "batchtask_schedules_without_success",
      help: `Tasks on a schedule of which the latest ${IN_A_ROW} times in a row, or more, passed without a run that succeeded. Exported by the replica that works, and no other.`,
      labels: { ...namespaces.declared },
    },
    async () => (source ? await countWithoutSuccess(source, namespaces) : []),
  );
  return (next) => {
    source = next;
  };
}

async function countStates(
  { tasks }: TaskSource,
  namespaces: Namespaces,
): Promise<Reading<"state" | keyof NamespaceLabels>> {
  const counts = byNamespace(namespaces, noneOfEach);
  await visitInTurns(tasks(), TASKS_PER_TURN, (task) => {
    const state = scheduleStateOf(task);
    const states = state && counts.of(task);
    if (states) states.set(state, (states.get(state) ?? 0) + 1);
  });
  return counts.flatMap((labels, states) =>
    [...states].map(([state, count]) => [{ state, ...labels }, count] as const),
  );
}

const noneOfEach = () => new Map<ScheduleState, number>(SCHEDULE_STATES.map((state) => [state, 0]));

async function countWithoutSuccess(
  { tasks }: TaskSource,
  namespaces: Namespaces,
): Promise<Reading<keyof NamespaceLabels>> {
  const counts = byNamespace(namespaces, () => ({ tasks: 0 }));
  await visitInTurns(tasks(), TASKS_PER_TURN, (task) => {
    if (isWithoutSuccess(task)) counts.of(task).tasks += 1;
  });
  return counts.flatMap((labels, count) => [[labels, count.tasks] as const]);
}
