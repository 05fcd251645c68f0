import type { BatchTask } from "../../api/batchtask.ts";
import { keyOf } from "../../kube/object.ts";
import type { Store } from "../../kube/store/store.ts";
import type { WorkQueue } from "../../kube/workqueue/workqueue.ts";

/** The clock was set: times of schedules may have come for which tasks wait far longer. */
export function wakeScheduled(tasks: Pick<Store<BatchTask>, "list">, queue: Pick<WorkQueue, "add">): void {
  for (const task of tasks.list()) if (task.spec.runs?.schedule) queue.add(keyOf(task));
}
