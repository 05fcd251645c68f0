import { defined } from "../../api/defined.ts";
import type { Failure } from "../../api/failure.ts";
import type { Pod } from "../../api/job.ts";
import { isSidecar } from "./ends.ts";
import { containerStatuses, type ContainerStatus, type Evidence } from "./evidence.ts";
import { times } from "./how-ended.ts";
import { deletionOf } from "./pod-end.ts";
import { standstillOf } from "./standstill.ts";
import { whereabouts } from "./whereabouts.ts";

/**
 * Of a run that its deadline has ended: what still ran then, since when and where; else what kept it from running.
 * @param said what the Job says of it
 * @param known of this run, from before
 */
export function lateFailure(said: Failure, evidence: Evidence, known: Failure | undefined): Failure {
  const found = evidence.pods.flatMap(stillRan).at(0);
  if (found) return { ...said, ...found, message: `${said.message}; ${found.message}` };
  const stuck = standstillOf(evidence) ?? known;
  if (!stuck || stuck.reason === said.reason) return stuck ?? said;
  return {
    ...stuck,
    reason: said.reason,
    message: `${said.message}; before: ${stuck.message}`,
    hint: said.hint,
  };
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

/** When it began to run, RFC 3339, "" where nobody says; undefined where it did not run any more. */
function beganAt({ state }: ContainerStatus, stoppedAt: string | undefined): string | undefined {
  if (state?.running) return state.running.startedAt ?? "";
  const { startedAt = "", finishedAt = "" } = state?.terminated ?? {};
  return stoppedAt !== undefined && finishedAt >= stoppedAt ? startedAt : undefined;
}

function factsOf(pod: Pod, { name, restartCount }: ContainerStatus, startedAt: string): Facts {
  const { node } = whereabouts(pod);
  const since = startedAt === "" ? "" : `, since ${startedAt}`;
  const where = node === undefined ? "" : `, on node ${node}`;
  const again = restartCount === 0 ? "" : `, restarted ${times(restartCount)}`;
  return defined({
    message: `container ${name} of pod ${pod.metadata?.name} still ran${since}${where}${again}`,
    ...whereabouts(pod),
    container: name,
    restarts: restartCount === 0 ? undefined : restartCount,
    startedAt: startedAt === "" ? undefined : startedAt,
  });
}
