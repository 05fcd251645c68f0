import { RERUN_ANNOTATION, RERUN_OVERRIDES_ANNOTATION } from "../../../src/api/group.ts";
import type { Runs } from "../../../src/api/runs.ts";
import type { Scene } from "../run/scene.ts";
import { inPhase, started, succeeded, TASK, type Workload } from "./workload.ts";

const runs = (fields: Partial<Runs>): { runs: Runs } => ({
  runs: { onChange: "WhenFinished", readyWhen: "Complete", historyLimit: 5, ...fields },
});

/** The second run goes on, and nothing is left of the first one's Job where that had to go. */
const second =
  (jobs: number) =>
  (scene: Scene): boolean => {
    const { run, active = 0 } = scene.task(TASK)?.status ?? {};
    return (
      run?.number === 2 &&
      inPhase("Starting", "Running")(scene) &&
      active > 0 &&
      scene.jobsOf(TASK).length === jobs
    );
  };

/** With a variable of its own, which is in its Job and its record, or in neither. */
const AGAIN = {
  [RERUN_ANNOTATION]: "once more",
  [RERUN_OVERRIDES_ANNOTATION]: JSON.stringify({ rerun: "once more", env: [{ name: "DAY", value: "1" }] }),
};

const isGone = (scene: Scene): boolean => scene.task(TASK) === undefined;

/** What `spec.runs` and the annotation for a rerun ask for: Jobs and tasks that the operator itself deletes. */
export const RUNS: readonly Workload[] = [
  {
    name: "replaced",
    steps: [
      started(runs({ onChange: "Immediately" })),
      {
        name: "second",
        act: (scene) => scene.edit(TASK, { template: { metadata: { labels: { version: "two" } } } }),
        until: second(1),
      },
      succeeded,
    ],
  },
  {
    name: "asked-again",
    steps: [
      started(),
      succeeded,
      {
        name: "second",
        act: (scene) => scene.annotate(TASK, { ...AGAIN }),
        until: second(2),
      },
      { ...succeeded, name: "again" },
      { name: "still", waitMs: 500 },
    ],
  },
  {
    name: "expires",
    steps: [
      started(runs({ deleteAfterSeconds: 2 })),
      {
        ...succeeded,
        // An operator that was away until then deletes the task as soon as its end is on record.
        until: (scene) => isGone(scene) || inPhase("Succeeded")(scene),
      },
      { name: "gone", until: (scene) => isGone(scene) },
    ],
  },
  {
    name: "never-starts",
    steps: [
      // An operator that was away until then finds the deadline passed.
      { ...started(runs({ startDeadlineSeconds: 3 })), until: inPhase("Starting", "Running", "Failed") },
      { name: "failed", until: inPhase("Failed") },
      { name: "gone", until: (scene) => scene.jobsOf(TASK).length === 0 },
      { name: "still", waitMs: 500 },
    ],
  },
];
