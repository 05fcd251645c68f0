import { expect, test, vi } from "vitest";
import type { BatchTaskStatus } from "../../../../src/api/status.ts";
import { createProgressDisplay } from "../../../../src/cli/output/progress-display.ts";
import { awaitedEnd } from "../../../../src/cli/wait/awaited.ts";
import { followTask } from "../../../../src/cli/wait/follow-task.ts";
import { run, task } from "../../support/task.ts";
import { endedRun, scheduled, told } from "../support/scheduled.ts";
import { liveApi } from "../support/live-api.ts";
import { gone, life, line, podOfRun, waiting } from "../support/run-pods.ts";

const condition = (type: string, message: string) => ({
  type,
  status: "True" as const,
  reason: "X",
  message,
  lastTransitionTime: "2026-01-01T00:00:00Z",
  observedGeneration: 2,
});
const stuck = (reason: string) =>
  task(
    {},
    {
      observedGeneration: 2,
      phase: "Running",
      run: run(),
      conditions: [condition("Ready", `no pod: ${reason}`)],
      failure: { reason, message: "no such thing", pod: "a", container: "work" },
    },
  );
const ended = (): BatchTaskStatus => ({
  observedGeneration: 2,
  phase: "Succeeded",
  run: run({ completionTime: "2026-01-01T00:01:00Z" }),
  conditions: [condition("Finished", "1 pod succeeded")],
});

async function following(first: ReturnType<typeof task>, options: { keepWaiting?: true } = {}) {
  const api = await liveApi();
  api.put("batchtasks", first);
  api.put("pods", podOfRun(waiting("ImagePullBackOff", 0, 0)));
  const { context } = api.world;
  const done = followTask(api.world, first, {
    options: { color: false, ...options },
    progress: createProgressDisplay(context, { inPlace: false }),
    several: false,
    latest: new Map(),
    awaited: (task) => awaitedEnd(task, { now: Date.parse("2026-01-01T00:02:00Z"), timeZone: "Etc/UTC" }),
  });
  const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 5 });
  return { ...api, done, until };
}

test("a run whose pods can't start, for a cause that does not heal, is told and followed no more", async () => {
  const { done, stderr } = await following(stuck("CreateContainerConfigError"));
  expect(await done).toMatchObject({ isHopeless: true, task: { metadata: { name: "report" } } });
  expect(stderr()).toMatch(
    /^report: Running: no pod: .*\nbatchtask.batchtask.dev\/report can't start: CreateContainerConfigError: pod a, container work: no such thing\nthe task goes on: .*\n$/,
  );
});

test("an image that can't be pulled is given up after its third attempt", async () => {
  const { done, put, stderr } = await following(stuck("ImagePullBackOff"));
  const message = 'Failed to pull image "x": no';
  const event = { metadata: { name: "a.1" }, involvedObject: {}, reason: "Failed", message, count: 3 };
  put("events", event);
  expect(await done).toMatchObject({ isHopeless: true });
  expect(stderr()).toContain("can't start: ImagePullBackOff: ");
});

test("of a task on a schedule the run that goes on is followed to its end, and not the next one", async () => {
  const going = { number: 5, jobName: run().jobName, completionTime: undefined, outcome: undefined };
  const nightly = (status: object) =>
    scheduled("report", { status: { run: endedRun(going), schedule: told, phase: "Running", ...status } });
  const scene = await following(nightly({}));
  scene.logs.set("work", line(1, "hello"));
  scene.put("pods", podOfRun(life(0)));
  await scene.until(() => expect(scene.stdout()).toBe("hello\n"));
  scene.put("pods", podOfRun(gone(0)));
  const entry = {
    ...endedRun({ number: 5, jobName: going.jobName }),
    reason: "Succeeded",
    outcome: "Succeeded",
  };
  scene.put(
    "batchtasks",
    nightly({ run: endedRun({ ...going, number: 6, jobName: "next" }), history: [entry] }),
  );
  expect(await scene.done).toMatchObject({ isHopeless: false, task: { status: { run: { number: 6 } } } });
});

test("with --keep-waiting it is followed until its end, and printed once its pods start", async () => {
  const scene = await following(stuck("InvalidImageName"), { keepWaiting: true });
  const { context } = scene.world;
  const later = context.clock.sleep(30_000);
  let isDone = false;
  void scene.done.then(() => (isDone = true));
  await later;
  expect(isDone).toBe(false);
  scene.logs.set("work", line(1, "hello"));
  scene.put("batchtasks", task({}, { observedGeneration: 2, phase: "Running", run: run(), ready: 1 }));
  scene.put("pods", podOfRun(life(0)));
  await scene.until(() => expect(scene.stdout()).toBe("hello\n"));
  scene.put("pods", podOfRun(gone(0)));
  scene.put("batchtasks", task({}, ended()));
  expect(await scene.done).toMatchObject({ isHopeless: false, task: { status: { phase: "Succeeded" } } });
  expect(scene.stderr()).not.toContain("can't start");
});
