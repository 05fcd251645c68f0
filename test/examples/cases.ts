import type { Phase } from "../../src/api/status.ts";

/** What must be seen of one example once it has ended. */
export interface Case {
  /** Name of the task and of its file in deploy/examples. */
  name: string;
  phase: Phase;
  /** Reason of Ready, where the phase does not say it all. */
  reason?: string;
  completions: string;
  /** Lines that its containers print. */
  logs: string[];
  /** Pods that fail. */
  failed?: number;
  /** Pods at once, at most. */
  maxActive?: number;
  /** The Job goes by itself this many seconds after its end, and the result stays. */
  goneAfterSeconds?: number;
  /** No pod is left once it has ended. */
  podsGone?: boolean;
  /** Fields whose value the guardrails lower. */
  clamped?: string[];
  /** Fails on purpose: only containers that really run can do that. */
  needsContainers?: boolean;
  /** What starts its run, where that is its schedule. */
  trigger?: "Scheduled";
  /** Needs a PersistentVolume. */
  needsVolume?: boolean;
}

/** Every example of deploy/examples, with what it is there to show. */
export const CASES: readonly Case[] = [
  { name: "hello", phase: "Succeeded", completions: "1/1", logs: ["Hello from a BatchTask", "Goodbye"] },
  { name: "single-completion", phase: "Succeeded", completions: "1/1", logs: ["Done once"] },
  { name: "fixed-completions", phase: "Succeeded", completions: "5/5", logs: ["Working in"], maxActive: 2 },
  {
    name: "work-queue",
    phase: "Succeeded",
    completions: "3/1 of 3",
    logs: ["The queue is empty"],
    maxActive: 3,
  },
  {
    name: "restart-never",
    phase: "Succeeded",
    completions: "1/1",
    logs: ["First pod: failed", "Second pod: succeeded"],
    failed: 1,
    needsContainers: true,
    needsVolume: true,
  },
  {
    name: "restart-on-failure",
    phase: "Succeeded",
    completions: "1/1",
    logs: ["Second attempt: succeeded"],
    needsContainers: true,
  },
  {
    name: "retry",
    phase: "Failed",
    reason: "BackoffLimitExceeded",
    completions: "0/1",
    logs: ["This attempt fails"],
    failed: 4,
    needsContainers: true,
  },
  {
    name: "deadline",
    phase: "Failed",
    reason: "DeadlineExceeded",
    completions: "0/1",
    logs: ["Sleeping past the deadline"],
    podsGone: true,
    needsContainers: true,
  },
  { name: "db-migration", phase: "Succeeded", completions: "1/1", logs: ["Migration finished"] },
  {
    name: "data-processor",
    phase: "Succeeded",
    completions: "10/10",
    logs: ["Processing batch 0", "Batch 9 done"],
    maxActive: 3,
  },
  {
    name: "database-backup",
    phase: "Succeeded",
    completions: "1/1",
    logs: ["Dumping as backup", "Wrote"],
    needsContainers: true,
    needsVolume: true,
  },
  // Its time is the next full minute here; after that none is left, and the phase is that of its run.
  {
    name: "scheduled-backup",
    phase: "Succeeded",
    completions: "1/1",
    logs: ["Backup for 20"],
    trigger: "Scheduled",
  },
  {
    name: "image-processor",
    phase: "Succeeded",
    completions: "100/100",
    logs: ["Image 0 processed", "Image 99 processed"],
    maxActive: 10,
  },
  {
    name: "indexed-workers",
    phase: "Succeeded",
    completions: "2/2",
    logs: ["Worker 0 is done", "Greetings from worker 0", "Worker 1 is done"],
    maxActive: 2,
  },
  { name: "ttl-0", phase: "Succeeded", completions: "1/1", logs: ["Soon gone"], goneAfterSeconds: 0 },
  { name: "ttl-100", phase: "Succeeded", completions: "1/1", logs: ["Soon gone"], goneAfterSeconds: 100 },
  {
    name: "ttl-86400",
    phase: "Failed",
    reason: "BackoffLimitExceeded",
    completions: "0/1",
    logs: ["Read me tomorrow"],
    failed: 1,
    needsContainers: true,
  },
  {
    name: "guarded",
    phase: "Succeeded",
    completions: "2/2",
    logs: ["Ran within the guardrails"],
    maxActive: 2,
    clamped: [
      "parallelism",
      "backoffLimit",
      "activeDeadlineSeconds",
      "template.spec.containers[greedy].resources.limits.memory",
    ],
  },
];

/** What the Secret of an example holds; it must show nowhere. */
export const SECRET_VALUE = "correct-horse-battery-staple";

/** Images that the examples name. */
export const IMAGES = ["busybox:1.36", "alpine:3.22"];
