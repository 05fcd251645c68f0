import type { BatchTask } from "../../api/batchtask.ts";
import type { Job } from "../../api/job.ts";
import type { BatchTaskPolicy } from "../../api/policy/policy.ts";
import { isRunFinished } from "../../api/status.ts";
import { selects } from "../../guardrails/selector.ts";
import { isJobFinished } from "../../job/conditions.ts";
import { isDeepStrictEqual } from "node:util";
import { type Clock, visitInTurns } from "../../kube/clock.ts";
import { createDebounce } from "../../kube/debounce.ts";
import { type KubeObject, keyOf } from "../../kube/object.ts";
import type { Store, StoreEvent } from "../../kube/store/store.ts";
import type { WorkQueue } from "../../kube/workqueue/workqueue.ts";
import { labelsChanged, specChanged } from "../policy/watches.ts";
import { isStuck } from "./concurrency/slot-state.ts";
import type { Slots } from "./concurrency/slots.ts";
import { taskKeyOf } from "./own-job.ts";

/** What the controller watches. */
export interface WatchedStores {
  /** With an index `namespace`. */
  tasks: Store<BatchTask>;
  jobs: Store<Job>;
  policies: Store<BatchTaskPolicy>;
  namespaces: Store<KubeObject>;
  /** False where namespaces can't be read: then a policy may hold in any. */
  seesNamespaces: () => boolean;
}

/** Mere progress is looked at so much later, with what comes until then. */
const PROGRESS_MS = 500;

/** A change of many policies at once looks at each task once. */
const DEBOUNCE_MS = 50;

/**
 * Puts into the queue all tasks, and from now on each one that something happens to. To be called once, when the
 * caches are filled and work begins: a standby keeps its caches warm without gathering keys of tasks that come and go.
 */
export function watch(stores: WatchedStores, queue: WorkQueue, slots: Slots, clock: Clock): void {
  const { tasks, jobs } = stores;
  watchSlots(stores, slots);
  watchLimits(stores, slots);
  watchGuardrails(stores, queue, clock);
  tasks.subscribe(({ object, own }) => {
    if (!own) queue.add(keyOf(object));
  });
  jobs.subscribe((event) => {
    const key = isWorthALook(event) ? taskKeyOf(event.object) : undefined;
    if (!key) return;
    if (isProgress(event) && tasks.get(key)?.spec.runs?.readyWhen !== "Started")
      queue.addAfter(key, PROGRESS_MS);
    else queue.add(key, hasJustFinished(event) ? "high" : "normal");
  });
  // What was there before waits behind what happens now; of it, tasks whose run goes on come first.
  const { finished = [], unfinished = [] } = Object.groupBy(tasks.list(), ({ status }) =>
    isRunFinished(status) ? "finished" : "unfinished",
  );
  void addAll(queue, [...unfinished, ...finished]);
}

const KEYS_PER_TURN = 1_000;

async function addAll(queue: WorkQueue, tasks: readonly BatchTask[]): Promise<void> {
  await visitInTurns(tasks, KEYS_PER_TURN, (task) => queue.add(keyOf(task), "low"));
}

/** A slot that gets free wakes those who are next, and nobody else. */
export function watchSlots(
  { tasks, jobs }: Pick<WatchedStores, "tasks" | "jobs">,
  slots: Pick<Slots, "wakeNext">,
): void {
  jobs.subscribe((event) => {
    if (freesSlot(event)) slots.wakeNext(event.object.metadata?.namespace ?? "");
  });
  tasks.subscribe((event) => {
    if (leavesQueue(event)) slots.wakeNext(event.object.metadata.namespace);
  });
}

/** Limits follow from the guardrails, before anybody looks at a task again because of them. */
function watchLimits({ policies, namespaces }: WatchedStores, slots: Pick<Slots, "renew">): void {
  policies.subscribe((event) => {
    if (specChanged(event)) slots.renew(undefined);
  });
  namespaces.subscribe((event) => {
    if (labelsChanged(event)) slots.renew(event.object.metadata?.name ?? "");
  });
}

/** The tasks of namespaces in which other guardrails may hold now. */
function watchGuardrails(
  { tasks, policies, namespaces, seesNamespaces }: WatchedStores,
  queue: WorkQueue,
  clock: Clock,
): void {
  /** undefined stands for all namespaces. */
  const look = createDebounce<string | undefined>(DEBOUNCE_MS, clock, (changed) => {
    const all = changed.has(undefined);
    const concerned = all ? tasks.list() : [...changed].flatMap((ns) => tasks.byIndex("namespace", ns ?? ""));
    void addAll(queue, concerned);
  });
  policies.subscribe((event) => {
    if (!specChanged(event)) return;
    const versions = [event.old, event.object];
    for (const name of seesNamespaces() ? selectedBy(versions, namespaces) : [undefined]) look.add(name);
  });
  namespaces.subscribe((event) => {
    if (labelsChanged(event)) look.add(event.object.metadata?.name);
  });
}

/** Namespaces that a policy holds in, or held in before. */
function selectedBy(
  versions: (BatchTaskPolicy | undefined)[],
  namespaces: Store<KubeObject>,
): (string | undefined)[] {
  const selectors = versions.flatMap((policy) => (policy ? [policy.spec.namespaceSelector] : []));
  return namespaces
    .list()
    .filter(({ metadata }) => selectors.some((selector) => selects(selector, metadata?.labels ?? {})))
    .map(({ metadata }) => metadata?.name);
}

/**
 * Predicate: a Job that changed in something that is read of it. What this process wrote itself is mirrored by the look
 * that wrote it.
 */
export function isWorthALook({ object, old, own }: StoreEvent<Job>): boolean {
  return own !== true && !(old && isDeepStrictEqual(read(object), read(old)));
}

/** Predicate: a Job that goes on as it did, with other counts of pods that are well. Several such come within a second. */
export function isProgress({ object, old }: StoreEvent<Job>): boolean {
  if (!old || isJobFinished(object)) return false;
  return isDeepStrictEqual(withoutCounts(object), withoutCounts(old));
}

const COUNTS: ReadonlySet<string> = new Set([
  "active",
  "ready",
  "succeeded",
  "startTime",
  "completedIndexes",
]);

function withoutCounts({ status = {}, ...job }: Job): unknown {
  const others = Object.entries(status).filter(([field]) => !COUNTS.has(field));
  return read({ ...job, status: Object.fromEntries(others) });
}

/** Without its version, and without what the Job controller keeps for itself. */
function read({ metadata, spec, status }: Job): unknown {
  const { resourceVersion: _, ...rest } = metadata ?? {};
  const { uncountedTerminatedPods: __, ...told } = status ?? {};
  return [rest, spec, told];
}

/** Predicate: an end that may not be on record yet; not what comes after it, of which thousands may come at once. */
export function hasJustFinished({ type, object, old }: StoreEvent<Job>): boolean {
  return type !== "Deleted" && isJobFinished(object) && !(old && isJobFinished(old));
}

/** Predicate: a Job that ended, went away or was suspended. */
export function freesSlot({ type, object, initial }: StoreEvent<Job>): boolean {
  if (initial) return false;
  return type === "Deleted" || object.spec?.suspend === true || isJobFinished(object);
}

/** Labels may decide which limits concern a task. */
function isEdited({ metadata }: BatchTask, old: BatchTask): boolean {
  const { generation, labels } = old.metadata;
  return generation !== metadata.generation || !isDeepStrictEqual(labels, metadata.labels);
}

/**
 * Predicate: a task that went away, was edited, got stuck, or whose run ended (a refused one has no Job): it may have
 * been the next one.
 */
export function leavesQueue({ type, object, old, initial }: StoreEvent<BatchTask>): boolean {
  if (initial || type === "Added") return false;
  if (type === "Deleted" || !old || isEdited(object, old)) return true;
  return (isRunFinished(object.status) && !isRunFinished(old.status)) || (isStuck(object) && !isStuck(old));
}
