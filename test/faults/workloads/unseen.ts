import { inPhase, started, succeeded, TASK, type Workload } from "./workload.ts";

const jobName = (scene: Parameters<NonNullable<Workload["steps"][number]["until"]>>[0]): string =>
  scene.job(TASK)?.metadata?.name ?? "";

/** Time in which the operator may be blind. */
const waited = { name: "waited", waitMs: 1_500 };
const still = { name: "still", waitMs: 500 };

/** Stories whose steps don't wait for the operator, so that they can pass while it sees nothing. */
export const UNSEEN: readonly Workload[] = [
  {
    name: "success-unseen",
    steps: [
      started(),
      {
        name: "ended",
        act: (scene) => scene.endPods(TASK, "Succeeded"),
        until: (scene) => scene.job(TASK)?.status?.succeeded === 1,
      },
      waited,
      { name: "succeeded", until: inPhase("Succeeded") },
    ],
  },
  {
    name: "vanish-unseen",
    steps: [
      started(),
      {
        name: "removed",
        act: (scene) => scene.removeJob(jobName(scene)),
        until: (scene) => scene.job(TASK) === undefined,
      },
      waited,
      { name: "lost", until: inPhase("Unknown") },
      still,
    ],
  },
  {
    name: "vanish-away",
    steps: [
      {
        name: "made",
        act: (scene) => scene.create(TASK),
        until: (scene) => scene.job(TASK)?.status?.active === 1,
      },
      {
        name: "removed",
        act: (scene) => scene.removeJob(jobName(scene)),
        until: (scene) => scene.job(TASK) === undefined,
      },
      { name: "waited", waitMs: 4_000 },
      { name: "lost", until: inPhase("Unknown") },
      still,
    ],
  },
  {
    name: "drift-unseen",
    steps: [
      started({ backoffLimit: 2 }),
      { name: "bent", act: (scene) => scene.editJob(jobName(scene), { backoffLimit: 1000 }) },
      waited,
      { name: "mended", until: (scene) => scene.job(TASK)?.spec?.backoffLimit === 2 },
      succeeded,
    ],
  },
  {
    name: "ttl-away",
    steps: [
      started({ ttlSecondsAfterFinished: 0 }),
      {
        name: "ended",
        act: (scene) => scene.endPods(TASK, "Succeeded"),
        until: (scene) => (scene.job(TASK)?.status?.succeeded ?? 1) === 1,
      },
      { name: "waited", waitMs: 4_000 },
      { name: "succeeded", until: inPhase("Succeeded") },
      { name: "gone", until: (scene) => scene.job(TASK) === undefined },
    ],
  },
  {
    name: "restored",
    steps: [
      started(),
      {
        name: "suspended",
        act: (scene) => scene.edit(TASK, { suspend: true }),
        until: inPhase("Suspended"),
      },
      waited,
      {
        name: "edited",
        act: (scene) => scene.edit(TASK, { suspend: false, parallelism: 2 }),
        until: (scene) => scene.job(TASK)?.spec?.parallelism === 2,
      },
      succeeded,
    ],
  },
  {
    name: "ttl-late",
    steps: [
      started({ ttlSecondsAfterFinished: 0 }),
      succeeded,
      { name: "gone", until: (scene) => scene.job(TASK) === undefined },
      { name: "waited", waitMs: 5_000 },
      still,
    ],
  },
];
