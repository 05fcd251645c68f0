import type { BatchTask } from "../../../api/batchtask.ts";
import { hasEnded } from "../../../api/ended.ts";
import type { Job } from "../../../api/job.ts";
import { keyOf } from "../../../kube/object.ts";
import type { WorkQueue } from "../../../kube/workqueue/workqueue.ts";
import type { StoreEvent } from "../../../kube/store/store.ts";
import { isTerminal, progressOf } from "../../../job/progress.ts";
import { createLine, type Line } from "./slots.ts";
import type { Owed } from "../status-writer/deferral.ts";
import type { Caches } from "../../../operator/caches.ts";

type LineCaches = Pick<Caches, "tasks" | "jobs"> & { source: Pick<Caches["source"], "guardrails"> };

/** The line of waiting tasks; a slot that gets free wakes those who are next, and nobody else. */
export function createTaskLine(
  { tasks, jobs, source }: LineCaches,
  queue: WorkQueue,
  owed: Pick<Owed, "asKnown">,
): Line {
  const line = createLine({
    tasks,
    jobs,
    most: (namespace) => source.guardrails(namespace)?.merged.maxActive,
    known: (task) => owed.asKnown(task),
  });
  const wake = (namespace = "", besides?: string) => {
    for (const key of line.next(namespace)) if (key !== besides) queue.add(key);
  };
  jobs.subscribe((event) => {
    if (givesBack(event)) wake(event.object.metadata?.namespace);
  });
  tasks.subscribe((event) => {
    if (leavesLine(event)) wake(event.object.metadata.namespace);
  });
  return {
    ...line,
    leave(task) {
      const hadSlot = line.leave(task);
      const { namespace } = task.metadata;
      // Whoever could not start leaves the slot to the next one, and comes again by its own backoff.
      if (hadSlot && !jobs.get(`${namespace}/${task.status?.run?.jobName}`)) wake(namespace, keyOf(task));
      return hadSlot;
    },
  };
}

/** A Job that ended, went away or was suspended. */
function givesBack({ type, object, initial }: StoreEvent<Job>): boolean {
  if (initial) return false;
  return type === "Deleted" || object.spec?.suspend === true || isTerminal(progressOf(object, false).phase);
}

/** A task that went away, was edited, or whose run ended (a refused one has no Job): it may have been the next one. */
function leavesLine({ type, object, old, initial }: StoreEvent<BatchTask>): boolean {
  if (initial || type === "Added") return false;
  if (type === "Deleted" || old?.metadata.generation !== object.metadata.generation) return true;
  return hasEnded(object.status) && !hasEnded(old.status);
}
