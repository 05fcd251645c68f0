import { defined } from "../../api/defined.ts";
import type { Failure } from "../../api/failure.ts";
import type { Pod } from "../../api/job.ts";
import { isSidecar } from "./ends.ts";
import { containerStatuses, type ContainerStatus, type Evidence } from "./evidence.ts";
import { containerIn } from "./events-say.ts";
import { times } from "./how-ended.ts";
import { deletionOf } from "./deletion.ts";
import { standstillOf } from "./standstill.ts";
import { whereabouts } from "./whereabouts.ts";

/**
 * Of a run that its deadline has ended: what still ran then, since when and where; else what kept it from running.
 * @param said what the Job says of it
 * @param known of this run, from before
 */
export function lateFailure(said: Failure, evidence: Evidence, known: Failure | undefined): Failure {
  const found = evidence.pods.flatMap(stillRan).at(0) ?? stoppedSince(evidence);
  if (found) return { ...said, ...found, message: `${said.message}; ${found.message}` };
  const stuck = standstillOf({ ...evidence, pods: evidence.pods.map(asBefore) }) ?? known;
  if (!stuck || stuck.reason === said.reason) return stuck ?? said;
  return {
    ...stuck,
    reason: said.reason,
    message: `${said.message}; before: ${stuck.message}`,
    hint: said.hint,
  };
}

/** As it was before the Job controller deleted it. */
function asBefore({ metadata = {}, ...pod }: Pod): Pod {
  const { deletionTimestamp: _, ...rest } = metadata;
  return { ...pod, metadata: rest };
}

type Facts = Omit<Failure, "reason" | "hint">;

/** Containers that had not ended by themselves when the pod was stopped. */
function stillRan(pod: Pod): Facts[] {
  if (pod.status?.phase === "Succeeded") return [];
  return containerStatuses(pod)
    .filter(({ name }) => !isSidecar(pod, name))
    .flatMap((status) => {
      const began = beganAt(status, deletionOf(pod));
      return began === undefined ? [] : [factsOf(pod, status, began)];
    });
}

/** Of a pod that has gone since, as its events tell: a container that had ended is not stopped. */
function stoppedSince({ pods, podEvents }: Evidence): Facts | undefined {
  const stopped = pods.length > 0 ? undefined : podEvents.find(({ reason }) => reason === "Killing");
  const container = stopped && containerIn(stopped);
  if (!stopped || container === undefined) return undefined;
  const started = podEvents.findLast(
    (event) => event.reason === "Started" && containerIn(event) === container,
  );
  const { involvedObject, source } = stopped;
  return facts({
    pod: involvedObject.name,
    node: source?.host,
    container,
    startedAt: started?.lastTimestamp,
  });
}

/** When it began to run, RFC 3339, "" where nobody says; undefined where it did not run any more. */
function beganAt({ state }: ContainerStatus, stoppedAt: string | undefined): string | undefined {
  if (state?.running) return state.running.startedAt ?? "";
  const { startedAt = "", finishedAt = "" } = state?.terminated ?? {};
  return stoppedAt !== undefined && finishedAt >= stoppedAt ? startedAt : undefined;
}

function factsOf(pod: Pod, { name, restartCount }: ContainerStatus, startedAt: string): Facts {
  return facts({
    ...whereabouts(pod),
    container: name,
    restarts: restartCount === 0 ? undefined : restartCount,
    startedAt: startedAt === "" ? undefined : startedAt,
  });
}

type Known = {
  [Field in "pod" | "node" | "index" | "container" | "restarts" | "startedAt"]?: Facts[Field] | undefined;
};

function facts(known: Known): Facts {
  const { pod, node, container, restarts, startedAt } = known;
  const parts = [
    `container ${container} of pod ${pod} still ran`,
    startedAt && `since ${startedAt}`,
    node && `on node ${node}`,
    restarts && `restarted ${times(restarts)}`,
  ];
  return defined({ message: parts.filter(Boolean).join(", "), ...known });
}
