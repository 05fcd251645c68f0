import * as fc from "fast-check";
import type { Fault } from "./network.ts";

/** One step of a history. What it can't do at that moment, it leaves. */
export type Command =
  /** The author. */
  | { do: "create" | "delete" }
  | { do: "edit"; spec: object }
  | { do: "rerun"; value: string; overridden: boolean }
  /** The Job controller, and whoever deletes Jobs. */
  | { do: "job"; event: JobEvent }
  | { do: "removeJob" | "collectGarbage" }
  /** Somebody takes the name of the next run's Job, or frees it. */
  | { do: "foreign" | "removeForeign" }
  /** Changes arrive at the caches of the leader, or of the standby. */
  | { do: "deliver"; to: "leader" | "standby"; tasks: number; jobs: number }
  /** `fresh`: all that happened has arrived at the leader's caches before. */
  | { do: "reconcile"; fresh: boolean; fault: Fault | undefined }
  /** The leader dies: the standby takes over with the caches it has, or a new process reads everything. */
  | { do: "takeOver" | "restart" }
  /** Writes of dead processes arrive. */
  | { do: "land" }
  | { do: "pass"; seconds: number };

/** "hold" and "admit" are a queue's, such as Kueue's, or anybody's who suspends a Job. */
export type JobEvent = "start" | "succeed" | "fail" | "failing" | "suspend" | "hold" | "admit";

/** Merge patches of a spec. */
export const edits = fc.constantFrom<object>(
  { template: { spec: { containers: [{ name: "main", image: "a" }] } } },
  { template: { spec: { containers: [{ name: "main", image: "b" }] } } },
  { parallelism: 2 },
  { parallelism: null },
  { parallelism: 3 },
  { completions: 2 },
  { completions: 2, parallelism: 2 },
  { completions: 4, parallelism: 4 },
  { completions: 4, parallelism: 2 },
  { suspend: true },
  { suspend: false },
  { backoffLimit: 50 },
  { ttlSecondsAfterFinished: 0 },
  { runs: { onChange: "Never" } },
  { runs: { onChange: "WhenFinished" } },
  { runs: { onChange: "Immediately" } },
);

const fault = fc.record({
  write: fc.integer({ min: 0, max: 2 }),
  kind: fc.constantFrom(
    "crashBefore",
    "crashAfter",
    "refused",
    "unanswered",
    "straggle",
    "invalid",
    "forbidden",
  ),
});

const jobEvents = fc.constantFrom<JobEvent>(
  "start",
  "succeed",
  "succeed",
  "fail",
  "failing",
  "suspend",
  "hold",
  "admit",
);
const few = fc.integer({ min: 0, max: 4 });

const reconcile = (faults: fc.Arbitrary<Fault | undefined>) =>
  fc.record({ do: fc.constant("reconcile"), fresh: fc.boolean(), fault: faults });

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 10, arbitrary: reconcile(fc.constant(undefined)) },
  { weight: 4, arbitrary: reconcile(fault) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("deliver"),
      to: fc.constantFrom("leader", "standby"),
      tasks: few,
      jobs: few,
    }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant("job"), event: jobEvents }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("edit"), spec: edits }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("rerun"),
      value: fc.constantFrom("a", "b"),
      overridden: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom("takeOver", "restart", "removeJob", "land", "collectGarbage"),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom("create", "delete", "foreign", "removeForeign") }),
  },
);

/** A history in which time passes, too. */
export const longHistories: fc.Arbitrary<Command[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: command },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant("pass"), seconds: fc.constantFrom(5, 20, 59, 60, 130) }),
    },
  ),
  { minLength: 10, maxLength: 40, size: "max" },
);

/** A history, from the creation of a task on. */
export const histories: fc.Arbitrary<Command[]> = fc.array(command, {
  minLength: 10,
  maxLength: 40,
  size: "max",
});
