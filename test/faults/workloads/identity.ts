import type { Scene } from "../run/scene.ts";
import { jobName } from "../../../src/job/job-name.ts";
import { inPhase, started, succeeded, TASK, type Step, type Workload } from "./workload.ts";

const readyReason = (scene: Scene): string | undefined =>
  scene.task(TASK)?.status?.conditions?.find(({ type }) => type === "Ready")?.reason;

const collidingName = (scene: Scene): string => {
  const { uid = "", name = "" } = scene.task(TASK)?.metadata ?? {};
  return jobName({ name, uid }, 1);
};

/** A Job of somebody else's, under the very name that the task's first run has. */
const foreignJob = (scene: Scene) => ({
  metadata: {
    name: collidingName(scene),
    namespace: scene.namespace,
    labels: { "batchtask.dev/name": TASK },
  },
  spec: {
    suspend: true,
    backoffLimit: 77,
    template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image: "busybox:1.36" }] } },
  },
});

const again: Step[] = [
  {
    name: "deleted",
    act: (scene) => scene.removeTask(TASK),
    until: (scene) => scene.task(TASK) === undefined,
  },
  { name: "recreated", act: (scene) => scene.create(TASK), until: (scene) => scene.task(TASK) !== undefined },
  { name: "waited", waitMs: 2_500 },
  { name: "running", until: (scene) => inPhase("Starting", "Running")(scene) },
  succeeded,
];

/** The same names for other objects. */
export const IDENTITY: readonly Workload[] = [
  {
    name: "collision",
    operatorAfter: "taken",
    steps: [
      {
        name: "created",
        act: (scene) => scene.create(TASK),
        until: (scene) => scene.task(TASK) !== undefined,
      },
      {
        name: "taken",
        act: (scene) => scene.createJob(foreignJob(scene)),
        until: (scene) => scene.anyJob(collidingName(scene)) !== undefined,
      },
      { name: "collided", until: (scene) => readyReason(scene) === "NameCollision" },
      { name: "still", waitMs: 500 },
      {
        name: "freed",
        act: (scene) => scene.removeJob(collidingName(scene)),
        until: (scene) => inPhase("Starting", "Running")(scene),
      },
      succeeded,
    ],
  },
  { name: "recreate", steps: [started(), ...again] },
  {
    name: "recreate-blind",
    steps: [{ name: "created", act: (scene) => scene.create(TASK), waitMs: 300 }, ...again],
  },
  {
    name: "recreate-early",
    steps: [
      {
        name: "created",
        act: (scene) => scene.create(TASK),
        until: (scene) => scene.task(TASK)?.status?.run !== undefined,
      },
      ...again,
    ],
  },
];
