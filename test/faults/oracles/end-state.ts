import { isDeepStrictEqual } from "node:util";
import type { Job } from "../../../src/api/job.ts";
import type { KubeObject } from "../../../src/kube/object.ts";
import type { Comparison, Evidence } from "../run/evidence.ts";
import { normalise } from "./normalise.ts";
import { describeJob, taskUidOf } from "./owner.ts";
import { withoutSurplus } from "./surplus.ts";

/** The end is as in the unperturbed run: each task's status, each Job's spec and state. */
export function endState(evidence: Evidence, base: Evidence, comparison: Comparison): string[] {
  if (comparison === "none") return [];
  const [have, want] = [stateOf(withoutSurplus(evidence)), stateOf(base)];
  return [...new Set([...have.keys(), ...want.keys()])]
    .filter((name) => !isDeepStrictEqual(have.get(name), want.get(name)))
    .map((name) => `${name} is ${JSON.stringify(have.get(name))}, not ${JSON.stringify(want.get(name))}`);
}

function stateOf({ tasks, jobs }: Pick<Evidence, "tasks" | "jobs">): Map<string, unknown> {
  const live = new Set(tasks.map(({ metadata }) => metadata.uid));
  // What belongs to a deleted task is the garbage collector's, at its own pace.
  const ours = jobs.filter((job: KubeObject) => live.has(taskUidOf(job) ?? ""));
  return new Map([
    ...tasks.map(({ metadata, status }): [string, unknown] => [`task ${metadata.name}`, normalise(status)]),
    ...ours.map(({ metadata, spec, status }): [string, unknown] => {
      const { labels, annotations } = metadata ?? {};
      return [
        `job ${describeJob({ metadata })}`,
        normalise({ labels, annotations, spec: withoutSelector(spec), outcome: outcomeOf(status) }),
      ];
    }),
  ]);
}

function withoutSelector(spec: object | undefined): unknown {
  return { ...spec, selector: undefined };
}

/** How a Job stands; that it was suspended once is no part of it. */
function outcomeOf(status: Job["status"]): unknown {
  const { active = 0, succeeded = 0, failed = 0, conditions = [] } = status ?? {};
  const holds = conditions.filter((condition) => condition.status === "True").map(({ type }) => type);
  return { active, succeeded, failed, holds: holds.toSorted() };
}
