import type { Pod } from "../../../../../src/api/job.ts";

const END = {
  exitCode: 7,
  reason: "Error",
  startedAt: "2026-01-01T00:00:00Z",
  finishedAt: "2026-01-01T00:00:01Z",
};
type Status = NonNullable<NonNullable<Pod["status"]>["containerStatuses"]>[number];
export const container = (name: string, rest: Partial<Status>): Status => ({
  name,
  image: "",
  imageID: "",
  ready: false,
  restartCount: 0,
  ...rest,
});
export const pod = (restartPolicy: string, ...containerStatuses: Status[]): Pod => ({
  metadata: { name: "report-1-abc", namespace: "team" },
  spec: { restartPolicy, containers: containerStatuses.map(({ name }) => ({ name })) },
  status: { phase: "Running", containerStatuses },
});
export const RUNNING = { state: { running: { startedAt: "2026-01-01T00:00:00Z" } } };
export const halfDead = pod(
  "Never",
  container("good", RUNNING),
  container("bad", { state: { terminated: END } }),
);
export const looping = pod(
  "OnFailure",
  container("main", {
    restartCount: 2,
    state: { waiting: { reason: "CrashLoopBackOff" } },
    lastState: { terminated: END },
  }),
);
