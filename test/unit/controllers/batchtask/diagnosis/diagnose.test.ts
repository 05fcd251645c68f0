import { expect, test } from "vitest";
import type { Job } from "../../../../../src/api/job.ts";
import { diagnose, type Diagnosis } from "../../../../../src/controllers/batchtask/diagnosis/diagnose.ts";
import { createVitals } from "../../../../../src/controllers/batchtask/diagnosis/vitals.ts";
import { NO_EVIDENCE } from "../../../../../src/status/failure/evidence.ts";
import { createFakeApi } from "../../../../support/fake-api/api.ts";
import { refuse } from "../../../../support/fake-api/refuse.ts";
import { inquiriesOf } from "../../../../support/inquiries.ts";
import { recordedClient } from "../../../support/recorded-client.ts";
import { job, run, task, TASK_KEY } from "../../../support/task.ts";

const startTime = "2026-01-01T00:00:00Z";
const subject = task({}, { observedGeneration: 2, run: run({ jobUID: "recorded-uid" }) });

/** Looks at a run a minute after its Job's start; `failure` answers each list. */
function scene(failure?: Error) {
  const now = (): number => Date.parse(startTime) + 60_000;
  const { client } = createFakeApi(now);
  const list = () => Promise.reject(failure ?? new Error("none"));
  const recording = recordedClient({ ...client, ...(failure && { list }) });
  const inquiries = inquiriesOf(recording.client, now);
  const vitals = createVitals();
  const look = (owned: Job | undefined): Diagnosis =>
    diagnose({ inquiries, vitals }, { task: subject, job: owned, now: now() });
  return {
    ...recording,
    look,
    /** What a look sees once that is found out which it asked about. */
    found: async (owned: Job | undefined): Promise<Diagnosis> => {
      await inquiries.answered(TASK_KEY);
      return look(owned);
    },
  };
}

const vital = {};
const healthy = job({ status: { startTime, active: 1, ready: 1 } });
const waiting = job({ status: { startTime, active: 1 } });
const failing = job({ status: { startTime, failed: 1 } });
const ending = (type: string): Job =>
  job({ status: { startTime, failed: 1, conditions: [{ type, status: "True" }] } });

test("a healthy run costs no read", () => {
  const { look, calls } = scene();
  expect([look(healthy), calls]).toEqual([{ vital }, []]);
});

test("why no pod runs is told when it is known, and the status does not wait for it", async () => {
  const { look, found } = scene();
  expect(look(waiting)).toEqual({ evidence: undefined, awaitsEvidence: false, vital });
  expect(await found(waiting)).toEqual({ evidence: NO_EVIDENCE, awaitsEvidence: false, vital });
});

test("the status waits for how a run failed, and for the end of one whose Job is gone", async () => {
  for (const owned of [failing, ending("Failed"), undefined]) {
    const { look, found } = scene();
    expect(look(owned)).toMatchObject({ evidence: undefined, awaitsEvidence: true });
    expect(await found(owned)).toMatchObject({ evidence: NO_EVIDENCE, awaitsEvidence: false });
  }
});

test("what explains is done without where it can't be read, what decides is not", async () => {
  const forbidden = scene(refuse(403, "Forbidden", "pods"));
  for (const [owned, evidence] of [
    [waiting, undefined],
    [ending("Failed"), NO_EVIDENCE],
  ] as const) {
    forbidden.look(owned);
    expect(await forbidden.found(owned)).toEqual({ evidence, vital });
  }
  const away = scene(refuse(503, "ServiceUnavailable", "pods"));
  away.look(failing);
  await expect(away.found(failing)).rejects.toMatchObject({ status: 503 });
});

test("what was found out of a run that is healthy by now is forgotten", async () => {
  const { look, found, verbs } = scene();
  look(waiting);
  expect(await found(healthy)).toEqual({ vital });
  expect(look(waiting)).toMatchObject({ evidence: undefined });
  await found(waiting);
  expect(verbs()).toEqual(["list pods", "list events", "list pods", "list events"]);
});

test("a run that has begun to end as failed is asked about anew", async () => {
  for (const type of ["FailureTarget", "Failed"]) {
    const { look, found } = scene();
    look(failing);
    expect(await found(ending(type))).toMatchObject({ awaitsEvidence: true });
    expect(await found(ending(type))).toMatchObject({ awaitsEvidence: false });
  }
});

test("a Job that is gone is known by the UID on record", async () => {
  const { look, found, calls } = scene();
  look(undefined);
  await found(undefined);
  expect(calls[0]?.given[0]).toMatchObject({ fieldSelector: "involvedObject.uid=recorded-uid" });
});
