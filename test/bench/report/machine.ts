import { cpus, loadavg, release, totalmem } from "node:os";
import { BUILD_GROUPS } from "../../cluster/build/groups.ts";
import { identityOf } from "../../cluster/build/identity.ts";
import { JOBSET } from "../jobset/group.ts";

/** On what, and with what, the results were measured. */
export interface Machine {
  readonly cpus: number;
  readonly cpu: string;
  readonly memoryGb: number;
  readonly kernel: string;
  /** Processes that wanted a CPU on average of the minute before the start. */
  readonly loadBefore: number;
  readonly node: string;
  readonly kubernetes: string;
  readonly jobset: string;
}

export function machine(): Machine {
  const processors = cpus();
  return {
    cpus: processors.length,
    cpu: processors[0]?.model ?? "unknown",
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    kernel: release(),
    loadBefore: Number((loadavg()[0] ?? 0).toFixed(2)),
    node: process.version,
    kubernetes: identityOf(BUILD_GROUPS.controlPlane).version,
    jobset: identityOf(JOBSET).version,
  };
}

/** The same in one sentence. */
export function describeMachine(machine: Machine): string {
  const { cpus, cpu, memoryGb, kernel, loadBefore, node, kubernetes, jobset } = machine;
  return (
    `${cpus} × ${cpu}, ${memoryGb} GiB, Linux ${kernel}, load ${loadBefore} before the start; ` +
    `Node.js ${node}, Kubernetes ${kubernetes}, JobSet ${jobset}`
  );
}
