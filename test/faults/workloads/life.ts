import { end, inPhase, started, succeeded, TASK, type Workload } from "./workload.ts";

/** What tasks do on a good or bad day. */
export const LIFE: readonly Workload[] = [
  { name: "success", steps: [started(), succeeded] },
  {
    name: "failure",
    steps: [started({ backoffLimit: 0 }), { name: "failed", act: end("Failed"), until: inPhase("Failed") }],
  },
  {
    name: "clamp",
    steps: [
      started({ backoffLimit: 99, completions: 2, parallelism: 2 }),
      { name: "succeeded", act: end("Succeeded", 2), until: inPhase("Succeeded") },
    ],
  },
  {
    name: "rejected",
    steps: [
      {
        name: "rejected",
        act: (scene) =>
          scene.create(TASK, {
            template: {
              spec: {
                restartPolicy: "Never",
                containers: [{ name: "main", image: "busybox:1.36", imagePullPolicy: "Sometimes" }],
              },
            },
          }),
        until: inPhase("Rejected"),
      },
    ],
  },
  {
    name: "ttl",
    steps: [
      started({ ttlSecondsAfterFinished: 0 }),
      succeeded,
      { name: "gone", until: (scene) => scene.job(TASK) === undefined },
      { name: "still", waitMs: 500 },
    ],
  },
  {
    name: "vanish",
    steps: [
      started(),
      {
        name: "vanished",
        act: (scene) => scene.removeJob(scene.job(TASK)?.metadata?.name ?? ""),
        until: inPhase("Unknown"),
      },
      { name: "still", waitMs: 500 },
    ],
  },
];
