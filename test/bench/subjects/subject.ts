import type { KubeObject } from "../../../src/kube/object.ts";
import type { Resource } from "../../../src/kube/resource.ts";
import type { OperatorProcess } from "../measure/process.ts";
import type { Scrape } from "../measure/prometheus.ts";
import type { Stage } from "../stage.ts";

export const SUBJECTS = ["job", "jobset", "floor", "batchtask"] as const;
export type SubjectName = (typeof SUBJECTS)[number];

/** Whether a Job starts by itself. */
export interface Work {
  readonly suspend: boolean;
}

/** An operator's process, ready to work. */
export interface RunningOperator {
  readonly process: OperatorProcess;
  /** Its own metrics. */
  readonly scrape: () => Promise<Scrape>;
  /** Bytes of heap that are still in use after a collection. */
  readonly liveHeap: () => Promise<number>;
}

/** What is measured: each of its objects leads to one Job of one pod. */
export interface Subject {
  readonly name: SubjectName;
  readonly resource: Resource;
  readonly object: (name: string, work: Work) => KubeObject;
  /** Whether the object's status says that its suspended Job exists. */
  readonly isSettled: (object: Record<string, unknown>) => boolean;
  /** Whether the object's status says that the work succeeded. */
  readonly isFinished: (object: Record<string, unknown>) => boolean;
  /** Puts what it needs into the cluster. */
  readonly install: (stage: Stage) => Promise<void>;
  /** Its operator writes mere progress at most once in so many milliseconds. */
  readonly progressMs?: number;
  /** Starts its operator; raw Jobs have none. */
  readonly start: ((stage: Stage, options: StartOptions) => Promise<RunningOperator>) | undefined;
}

export interface StartOptions {
  /** Folder for a CPU profile, written when the process ends. */
  readonly profile?: string | undefined;
}
