import { expect, test } from "vitest";
import type { BatchTaskStatus } from "../../../../src/api/status.ts";
import { createPatience } from "../../../../src/cli/wait/patience.ts";
import { run, task } from "../../support/task.ts";

const stuck = (reason: string, status: Partial<BatchTaskStatus> = {}) =>
  task(
    {},
    {
      observedGeneration: 2,
      phase: "Running",
      run: run(),
      failure: { reason, message: "no", pod: "a", container: "main" },
      ...status,
    },
  );

/** Asks each half second of `seconds`, as `followLogs` does; the second at which patience is at its end. */
async function endsAt(
  seconds: number,
  taskAt: (second: number) => ReturnType<typeof task>,
  pullsAt: (second: number) => number | undefined = () => undefined,
): Promise<{ end: number | undefined; looks: number }> {
  let now = 5_000;
  let looks = 0;
  const second = () => (now - 5_000) / 1000;
  const isHopeless = createPatience(
    () => now,
    async () => ((looks += 1), pullsAt(second())),
  );
  for (; second() <= seconds; now += 500)
    if (await isHopeless(taskAt(second()))) return { end: second(), looks };
  return { end: undefined, looks };
}

test.each([
  "InvalidImageName",
  "ErrImageNeverPull",
  "CreateContainerConfigError",
  "CreateContainerError",
  "RunContainerError",
  "StartError",
])("%s is waited for ten seconds", async (reason) => {
  expect(await endsAt(60, () => stuck(reason))).toEqual({ end: 10, looks: 0 });
});

test.each(["Unschedulable", "FailedMount", "FailedCreate", "SchedulingGated", "Queued", "CrashLoopBackOff"])(
  "%s, which may heal by waiting, is waited for ever",
  async (reason) => {
    expect((await endsAt(300, () => stuck(reason))).end).toBeUndefined();
  },
);

test("an image is waited for until it was pulled in vain three times, which is asked each five seconds", async () => {
  const pulls = (second: number) => (second < 31 ? 2 : 3);
  expect(await endsAt(300, () => stuck("ImagePullBackOff"), pulls)).toEqual({ end: 35, looks: 6 });
});

test("an image whose attempts nobody tells is waited for a minute", async () => {
  expect((await endsAt(300, () => stuck("ImagePullBackOff"))).end).toBe(60);
});

test("the time counts from when the cause was first seen, and anew once it was gone", async () => {
  const cause = "CreateContainerConfigError";
  const well = stuck(cause, { failure: undefined });
  const later = await endsAt(60, (second) => (second < 4 || second === 12 ? well : stuck(cause)));
  expect(later.end).toBe(22.5);
  const other = await endsAt(60, (second) => stuck(second < 8 ? "ErrImageNeverPull" : cause));
  expect(other.end).toBe(18);
  const nextRun = await endsAt(60, (second) => stuck(cause, { run: run({ number: second < 8 ? 1 : 2 }) }));
  expect(nextRun.end).toBe(18);
});

test.each<[string, Partial<BatchTaskStatus>]>([
  ["has pods that run", { ready: 1 }],
  ["had pods that ran", { run: run({ podStartTime: "2026-01-01T00:00:00Z" }) }],
  ["is edited, which the operator has not seen yet", { observedGeneration: 1 }],
  ["is about to be replaced", { phase: "Finishing" }],
  ["has failed", { phase: "Failed" }],
  ["is suspended", { phase: "Suspended" }],
])("a run that %s is waited for", async (_, status) => {
  expect((await endsAt(120, () => stuck("InvalidImageName", status))).end).toBeUndefined();
});
