import { inPhase, started, succeeded, TASK, type Step, type Workload } from "./workload.ts";
import { goesOn } from "../../support/goes-on.ts";

const labelled = (version: string): object => ({ template: { metadata: { labels: { version } } } });

const edited = (name: string, spec: object, until: Step["until"]): Step => ({
  name,
  act: (scene) => scene.edit(TASK, spec),
  ...(until && { until }),
});

/** What happens to tasks and Jobs that are there already. */
export const EDITS: readonly Workload[] = [
  {
    name: "rerun",
    steps: [
      started(),
      edited("edited", labelled("two"), (scene) => seen(scene)),
      {
        name: "second",
        act: (scene) => scene.endPods(TASK, "Succeeded"),
        until: (scene) =>
          scene.task(TASK)?.status?.run?.number === 2 && inPhase("Starting", "Running")(scene),
      },
      succeeded,
    ],
  },
  {
    name: "pause",
    steps: [
      started(),
      edited("suspended", { suspend: true }, inPhase("Suspended")),
      edited("resumed", { suspend: false }, (scene) => inPhase("Starting", "Running")(scene)),
      succeeded,
    ],
  },
  {
    name: "parallel",
    steps: [
      started({ parallelism: 1, completions: 3 }),
      edited("wider", { parallelism: 3 }, (scene) => scene.task(TASK)?.status?.active === 3),
      {
        name: "succeeded",
        act: (scene) => scene.endPods(TASK, "Succeeded", 3),
        until: inPhase("Succeeded"),
      },
    ],
  },
  {
    name: "drift",
    steps: [
      started({ backoffLimit: 2 }),
      {
        name: "bent",
        act: (scene) => scene.editJob(scene.job(TASK)?.metadata?.name ?? "", { backoffLimit: 1000 }),
        until: (scene) => scene.job(TASK)?.spec?.backoffLimit === 2,
      },
      succeeded,
    ],
  },
  {
    name: "toggle",
    steps: [
      started(),
      edited("suspended", { suspend: true }, undefined),
      edited("resumed", { suspend: false }, undefined),
      { name: "waited", waitMs: 1_500 },
      { name: "running", until: (scene) => inPhase("Starting", "Running")(scene) },
      succeeded,
    ],
  },
  {
    name: "flicker",
    steps: [
      started(),
      edited("edited", labelled("two"), undefined),
      edited("back", { template: { metadata: { labels: { version: null } } } }, undefined),
      { name: "waited", waitMs: 1_500 },
      { name: "running", until: (scene) => inPhase("Starting", "Running")(scene) },
      succeeded,
      { name: "still", waitMs: 500, until: (scene) => isFirstRun(scene) && inPhase("Succeeded")(scene) },
    ],
  },
];

function isFirstRun(scene: Parameters<NonNullable<Step["until"]>>[0]): boolean {
  return scene.task(TASK)?.status?.run?.number === 1;
}

function seen(scene: Parameters<NonNullable<Step["until"]>>[0]): boolean {
  const { metadata, status } = scene.task(TASK) ?? {};
  return status?.observedGeneration === metadata?.generation && goesOn(status);
}
