import type { FigureName } from "../measure/figures.ts";
import type { ModeName } from "../modes/index.ts";
import type { SubjectName } from "../subjects/subject.ts";

/** A figure of a subject in a mode. */
export interface Term {
  readonly mode: ModeName;
  readonly subject: SubjectName;
  readonly figure: FigureName;
}

/** What is to be reached: a figure, or one divided by another of the same round. */
export interface Goal {
  readonly what: string;
  readonly value: Term;
  readonly by?: Term;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly unit: string;
  /** The most that CI lets pass, of what does not depend on the machine. */
  readonly gate?: number;
}

const of = (mode: ModeName, subject: SubjectName, figure: FigureName): Term => ({ mode, subject, figure });
const ours = (mode: ModeName, figure: FigureName): Term => of(mode, "batchtask", figure);

/** The goals, in the order of the table. */
export const GOALS: readonly Goal[] = [
  {
    what: "suspended: Jobs per second, against raw Jobs",
    value: ours("suspended", "perSecond"),
    by: of("suspended", "job", "perSecond"),
    atLeast: 0.28,
    unit: "×",
  },
  {
    what: "suspended: Jobs per second, against JobSet",
    value: ours("suspended", "perSecond"),
    by: of("suspended", "jobset", "perSecond"),
    atLeast: 2.2,
    unit: "×",
  },
  {
    what: "with pods: finished per second, against raw Jobs",
    value: ours("pods", "perSecond"),
    by: of("pods", "job", "perSecond"),
    atLeast: 0.75,
    unit: "×",
  },
  {
    what: "suspended: created → Job exists p50, against the p50 of the creations themselves",
    value: ours("suspended", "jobExistsP50Ms"),
    by: ours("suspended", "createP50Ms"),
    atMost: 4,
    unit: "×",
  },
  {
    what: "with pods: Job finished → status p99",
    value: ours("pods", "statusP99Ms"),
    atMost: 500,
    unit: " ms",
  },
  { what: "idle: Job finished → status p99", value: ours("idle", "statusP99Ms"), atMost: 30, unit: " ms" },
  {
    what: "with pods: operator's writes per succeeded task, events included",
    value: ours("pods", "writesPerObject"),
    atMost: 4,
    unit: "",
  },
  {
    what: "with pods: operator's looks per succeeded task",
    value: ours("pods", "looksPerObject"),
    atMost: 6,
    unit: "",
  },
  {
    what: "idle: operator's looks per succeeded task",
    value: ours("idle", "looksPerObject"),
    atMost: 6,
    unit: "",
    gate: 6,
  },
  {
    what: "idle: status of a succeeded task with all defaults",
    value: ours("idle", "statusBytes"),
    atMost: 1_100,
    unit: " B",
    gate: 1_100,
  },
  {
    what: "with pods: event-loop delay p99",
    value: ours("pods", "eventLoopP99Ms"),
    atMost: 80,
    unit: " ms",
  },
  {
    what: "suspended: operator CPU per task",
    value: ours("suspended", "operatorCpuMs"),
    atMost: 2.2,
    unit: " ms",
  },
  {
    // How long a pod takes depends on the machine, and progress that lasts is written too.
    what: "idle: operator's writes per succeeded task, events included, without progress that lasted",
    value: ours("idle", "briefWritesPerObject"),
    atMost: 4,
    unit: "",
    gate: 4,
  },
  { what: "with pods: writes in conflict", value: ours("pods", "conflicts"), atMost: 0, unit: "" },
  { what: "idle: writes in conflict", value: ours("idle", "conflicts"), atMost: 0, unit: "", gate: 0 },
  {
    what: "with pods: operator CPU per task, against JobSet",
    value: ours("pods", "operatorCpuMs"),
    by: of("pods", "jobset", "operatorCpuMs"),
    atMost: 1,
    unit: "×",
  },
  {
    what: "with pods: CPU of operator and servers per task, against raw Jobs",
    value: ours("pods", "totalCpuMs"),
    by: of("pods", "job", "totalCpuMs"),
    atMost: 1.55,
    unit: "×",
  },
  { what: "RSS without tasks", value: ours("rest", "emptyRssMb"), atMost: 70, unit: " MiB" },
  {
    what: "RSS with many live tasks at rest, against JobSet",
    value: ours("rest", "restRssMb"),
    by: of("rest", "jobset", "restRssMb"),
    atMost: 0.5,
    unit: "×",
  },
  {
    what: "RSS growth per live task",
    value: ours("rest", "rssPerObjectKb"),
    atMost: 12,
    unit: " KiB",
    // Few objects: what V8 keeps in reserve counts for as much as they do.
    gate: 64,
  },
  {
    what: "live heap per live task",
    value: ours("rest", "heapPerObjectKb"),
    atMost: 12,
    unit: " KiB",
    gate: 12,
  },
  { what: "restart → first new Job", value: ours("rest", "restartSeconds"), atMost: 5, unit: " s" },
  {
    what: "old tasks and Jobs changed by a restart",
    value: ours("rest", "restartChanges"),
    atMost: 0,
    unit: "",
    gate: 0,
  },
  { what: "operator's writes at rest", value: ours("rest", "restWrites"), atMost: 0, unit: "", gate: 0 },
  { what: "objects changed at rest", value: ours("rest", "restChanges"), atMost: 0, unit: "", gate: 0 },
];
