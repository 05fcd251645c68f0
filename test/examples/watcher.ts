import type { BatchTask } from "../../src/api/batchtask.ts";
import type { Job, Pod } from "../../src/api/job.ts";
import { NAME_LABEL } from "../../src/api/group.ts";
import type { Resource } from "../../src/kube/resource.ts";
import { BATCHTASKS, JOBS } from "../../src/api/resources.ts";
import type { Stage } from "./stage.ts";

const PODS: Resource<Pod> = { group: "", version: "v1", kind: "Pod", plural: "pods", namespaced: true };

/** All that has been seen of one example so far. */
export interface Sighting {
  name: string;
  task?: BatchTask;
  job?: Job | undefined;
  pods: Pod[];
  /** Most pods that ran or waited at once. */
  mostActive: number;
  logs: Set<string>;
  /** When its Job was first found gone after its end, in ms. */
  jobGoneAt?: number;
}

/** Looks at the examples again and again. Logs are read while pods last, since some are gone soon after. */
export class Watcher {
  readonly sightings: Sighting[];
  readonly #stage: Stage;
  /** Ended pods whose log is known to its end. */
  readonly #read = new Set<string>();

  constructor(stage: Stage, names: readonly string[]) {
    this.#stage = stage;
    this.sightings = names.map((name) => ({ name, pods: [], mostActive: 0, logs: new Set() }));
  }

  /** One look at everything. */
  async look(now: number): Promise<void> {
    const { client, namespace } = this.#stage;
    const [tasks, jobs, pods] = await Promise.all([
      client.list(BATCHTASKS, { namespace }),
      client.list(JOBS, { namespace }),
      client.list(PODS, { namespace }),
    ]);
    for (const sighting of this.sightings) {
      const task = tasks.items.find(({ metadata }) => metadata.name === sighting.name);
      if (task) sighting.task = task;
      sighting.job = jobs.items.find(({ metadata }) => metadata?.name === task?.status?.run?.jobName);
      sighting.pods = pods.items.filter(({ metadata }) => metadata?.labels?.[NAME_LABEL] === sighting.name);
      const active = sighting.pods.filter(
        ({ status }) => status?.phase === "Pending" || status?.phase === "Running",
      );
      sighting.mostActive = Math.max(sighting.mostActive, active.length);
      if (task?.status?.run?.completionTime && !sighting.job) sighting.jobGoneAt ??= now;
    }
  }

  /** Reads the logs of one example's pods that have any. */
  async readLogs(sighting: Sighting): Promise<void> {
    const { client, namespace } = this.#stage;
    const begun = sighting.pods.filter(({ status }) => status?.phase !== "Pending");
    for (const { metadata, status } of begun.filter(({ metadata }) => !this.#read.has(metadata?.uid ?? ""))) {
      const path = `/api/v1/namespaces/${namespace}/pods/${metadata?.name}/log`;
      const text = await client.raw("GET", path).then(
        (answer) => answer.text,
        () => "",
      );
      if (status?.phase !== "Running" && text !== "") this.#read.add(metadata?.uid ?? "");
      for (const line of text.split("\n")) if (line !== "") sighting.logs.add(line);
    }
  }
}
