import { expect, test } from "vitest";
import type { Job } from "../../../../../src/api/job.ts";
import { diagnose } from "../../../../../src/controllers/batchtask/diagnosis/diagnose.ts";
import { NO_EVIDENCE } from "../../../../../src/status/failure/evidence.ts";
import { createFakeApi } from "../../../../support/fake-api/api.ts";
import { refuse } from "../../../../support/fake-api/refuse.ts";
import { recordedClient } from "../../../support/recorded-client.ts";
import { job, run, task } from "../../../support/task.ts";

const never = new AbortController().signal;
const startTime = "2026-01-01T00:00:00Z";
const subject = task({}, { observedGeneration: 2, run: run({ jobUID: "recorded-uid" }) });

/** A look at a run a minute after its Job's start, with so many questions left; `failure` answers each list. */
function scene({ left = 1, failure }: { left?: number; failure?: Error } = {}) {
  const { client } = createFakeApi(() => Date.parse(startTime));
  const list = () => Promise.reject(failure ?? new Error("none"));
  const recording = recordedClient({ ...client, ...(failure && { list }) });
  const tokens = { left, ended: 0 };
  const startDiagnoses = () => {
    if (tokens.left === 0) return undefined;
    tokens.left -= 1;
    return () => void (tokens.ended += 1);
  };
  const now = Date.parse(startTime) + 60_000;
  const look = (owned: Job | undefined) =>
    diagnose({ client: recording.client, startDiagnoses }, { task: subject, job: owned, now }, never);
  return { look, tokens, ...recording };
}

const waiting = job({ status: { startTime, active: 1 } });
const failing = job({ status: { startTime, failed: 1 } });

test("a healthy run costs no read and no question", async () => {
  const { look, calls, tokens } = scene();
  expect(await look(job({ status: { startTime, ready: 1 } }))).toBeUndefined();
  expect([calls, tokens]).toEqual([[], { left: 1, ended: 0 }]);
});

test("why no pod runs is asked for only where one more may be asked", async () => {
  const { look, calls, tokens } = scene();
  expect(await look(waiting)).toEqual(NO_EVIDENCE);
  expect(tokens).toEqual({ left: 0, ended: 1 });
  const asked = calls.length;
  expect(await look(waiting)).toBeUndefined();
  expect(calls).toHaveLength(asked);
});

test("a failure is asked about however many were asked before", async () => {
  const { look, verbs } = scene({ left: 0 });
  expect(await look(failing)).toEqual(NO_EVIDENCE);
  expect(verbs()).toEqual(["list pods", "list pods"]);
});

test("a question that fails has ended, too: what explains is done without, what decides is not", async () => {
  const forbidden = scene({ failure: refuse(403, "Forbidden", "pods") });
  expect(await forbidden.look(waiting)).toBeUndefined();
  expect(forbidden.tokens.ended).toBe(1);
  const away = scene({ failure: refuse(503, "ServiceUnavailable", "pods") });
  await expect(away.look(waiting)).rejects.toMatchObject({ status: 503 });
  expect(away.tokens.ended).toBe(1);
});

test("a Job that is gone is known by the UID on record", async () => {
  const { look, calls } = scene();
  await look(undefined);
  expect(calls[0]?.given[0]).toMatchObject({ fieldSelector: "involvedObject.uid=recorded-uid" });
});
