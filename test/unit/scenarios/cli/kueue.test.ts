import { afterAll, beforeAll, expect, test } from "vitest";
import type { BatchTask } from "../../../../src/api/batchtask.ts";
import { type RecordedApi, RECORDED_AT, recordedApi } from "../../../support/recorded-api.ts";
import { runCli } from "../../cli/support/run-cli.ts";
import { notReady } from "../../support/ready.ts";
import { run, task } from "../../support/task.ts";
import { scheduled } from "../../cli/support/scheduled.ts";

const QUEUE = { "kueue.x-k8s.io/queue-name": "night" };
const inQueue = (made: BatchTask): BatchTask => ({ ...made, metadata: { ...made.metadata, labels: QUEUE } });
const waiting = inQueue(
  task(
    {},
    {
      observedGeneration: 1,
      phase: "Queued",
      run: run({ jobUID: "job-uid" }),
      conditions: [notReady("Queued", { message: "Kueue's queue night holds the Job; no pods run" })],
    },
  ),
);

let api: RecordedApi;
beforeAll(async () => {
  const stopped = { ...waiting, metadata: { ...waiting.metadata, name: "stopped" } };
  const startTime = "2026-11-24T22:30:00Z";
  const status = { ...stopped.status, observedGeneration: 1, run: run({ jobUID: "job-uid", startTime }) };
  api = await recordedApi([waiting, { ...stopped, status }, inQueue(scheduled("nightly"))]);
});
afterAll(() => api[Symbol.asyncDispose]());

const cli = (...args: string[]) =>
  runCli(args, { now: RECORDED_AT, kubeconfig: api.kubeconfig, colour: false });

test("explain names the queue, and the command that tells why the Job waits in it", async () => {
  const { stdout } = await cli("explain", "report");
  expect(stdout).toContain("State       Kueue's queue night holds the Job; no pods run");
  expect(stdout).toContain("kubectl describe workloads -n team -l kueue.x-k8s.io/job-uid=job-uid");
});

test("a run that was stopped for another one waits again, and does not run on", async () => {
  const { stdout } = await cli("explain", "stopped");
  expect(stdout).toMatch(/Run +1 \(the task was created\), started .* ago, and waits again$/m);
});

test("suspend and resume say that the queue alone starts and stops the Job; a schedule is the task's own", async () => {
  for (const verb of ["suspend", "resume"]) {
    const { stderr, exitCode } = await cli(verb, "report");
    expect(stderr).toMatch(
      /batchtask\S*report unchanged: it is in Kueue's queue night, which alone lets its Job start and stop/,
    );
    expect(exitCode).toBe(0);
  }
  expect(api.writes).toEqual([]);
  await cli("suspend", "nightly");
  expect(api.writes).toMatchObject([{ method: "PATCH", body: { spec: { suspend: true } } }]);
});
