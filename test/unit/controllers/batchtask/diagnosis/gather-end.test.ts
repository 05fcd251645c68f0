import { expect, test } from "vitest";
import type { Job, KubeEvent, Pod } from "../../../../../src/api/job.ts";
import { EVENTS, PODS } from "../../../../../src/api/resources.ts";
import { gatherEnd } from "../../../../../src/controllers/batchtask/diagnosis/gather-end.ts";
import { isRecord } from "../../../../../src/kube/json.ts";
import { createFakeApi } from "../../../../support/fake-api/api.ts";
import { recordedClient } from "../../../support/recorded-client.ts";
import { job } from "../../../support/task.ts";
import { endedPod } from "../../../support/pods.ts";

const JOB = { namespace: "team", jobName: "report-1", jobUID: "job-uid" };
const namespace = JOB.namespace;

function scene(status: Job["status"] = { failed: 1 }) {
  const { client } = createFakeApi(() => Date.UTC(2026, 0, 1));
  const { client: asking, calls } = recordedClient(client);
  const owned = job({ status });
  return {
    pod: async (name: string, fields: Pod["status"], metadata: object = {}): Promise<string> => {
      const owner = {
        apiVersion: "batch/v1",
        kind: "Job",
        name: JOB.jobName,
        uid: JOB.jobUID,
        controller: true,
      };
      const labels = { "batch.kubernetes.io/job-name": JOB.jobName };
      const created = await client.create(PODS, {
        metadata: { namespace, name, labels, ownerReferences: [owner], ...metadata },
      });
      await client.mergePatch(PODS, { namespace, name }, { status: fields }, { subresource: "status" });
      return created.metadata?.uid ?? "";
    },
    event: (name: string, involvedObject: KubeEvent["involvedObject"], fields: Partial<KubeEvent> = {}) =>
      client.create(EVENTS, { metadata: { namespace, name }, involvedObject, ...fields }),
    gather: async (symptom: "Failed" | "JobGone" = "Failed", seen: Pod[] = []) => {
      const found = await gatherEnd(asking, { jobRef: JOB, job: owned, symptom, seen });
      const names = (all: readonly { metadata?: { name?: string | undefined } | undefined }[]) =>
        all.map(({ metadata }) => metadata?.name);
      return {
        pods: names(found.pods),
        jobEvents: names(found.jobEvents),
        podEvents: names(found.podEvents),
      };
    },
    reads: () =>
      calls.map(({ plural, given }) => [plural, isRecord(given[0]) ? given[0]["fieldSelector"] : ""]),
  };
}

const created = { reason: "SuccessfulCreate", message: "Created pod: bad" };

test("of a Job that is gone its events tell, and nothing else is read", async () => {
  const { gather, event, reads } = scene();
  await event("about-the-job", { uid: JOB.jobUID });
  expect(await gather("JobGone")).toEqual({ pods: [], jobEvents: ["about-the-job"], podEvents: [] });
  expect(reads()).toEqual([["events", "involvedObject.uid=job-uid"]]);
});

test("a pod that says why it failed needs one read", async () => {
  const { gather, pod, reads } = scene();
  await pod("bad", endedPod(3));
  expect(await gather()).toEqual({ pods: ["bad"], jobEvents: [], podEvents: [] });
  expect(reads()).toEqual([["pods", undefined]]);
});

test("of a Job of many pods only those are read that have failed", async () => {
  const { gather, pod, reads } = scene({ failed: 1, succeeded: 5_000 });
  await pod("good", { phase: "Succeeded" });
  await pod("bad", endedPod(3));
  expect((await gather()).pods).toEqual(["bad"]);
  expect(reads()).toEqual([["pods", "status.phase=Failed"]]);
});

test("of one that may have been killed the events about it tell, too", async () => {
  const { gather, pod, event, reads } = scene();
  const uid = await pod("bad", endedPod(137));
  await event("about-the-pod", { uid });
  expect(await gather()).toEqual({ pods: ["bad"], jobEvents: [], podEvents: ["about-the-pod"] });
  expect(reads()).toHaveLength(2);
});

test("of one that is gone the Job's events name it, and those about it tell: three reads", async () => {
  const { gather, event, reads } = scene();
  await event("created", { uid: JOB.jobUID }, created);
  await event("preempted", { kind: "Pod", name: "bad" });
  expect(await gather()).toEqual({ pods: [], jobEvents: ["created"], podEvents: ["preempted"] });
  expect(reads()).toEqual([
    ["pods", undefined],
    ["events", "involvedObject.uid=job-uid"],
    ["events", "involvedObject.kind=Pod,involvedObject.name=bad"],
  ]);
});

const going = { deletionTimestamp: "2026-01-01T00:00:30Z" };
const deletion = { reason: "SuccessfulDelete", message: "Deleted pod: gone" };

test("of one that was deleted the Job's events tell whether its controller did it, and those about it why: three reads", async () => {
  const { gather, pod, event, reads } = scene();
  const uid = await pod("gone", { phase: "Running" }, going);
  await event("about-the-pod", { uid });
  await event("about-the-job", { uid: JOB.jobUID });
  expect(await gather()).toEqual({
    pods: ["gone"],
    jobEvents: ["about-the-job"],
    podEvents: ["about-the-pod"],
  });
  expect(reads()).toHaveLength(3);
});

test("where it did, and another pod may have been killed, the events about that one tell", async () => {
  const { gather, pod, event } = scene();
  await pod("gone", { phase: "Running" }, going);
  const uid = await pod("bad", endedPod(137, "2026-01-01T00:00:20Z"));
  await event("deleted", { uid: JOB.jobUID }, deletion);
  await event("about-the-pod", { uid });
  expect(await gather()).toEqual({
    pods: ["bad", "gone"],
    jobEvents: ["deleted"],
    podEvents: ["about-the-pod"],
  });
});

test("of a Job of more pods than are read none is taken for gone", async () => {
  const { gather, pod, event, reads } = scene({ failed: 1, active: 5_000 });
  await pod("gone", { phase: "Failed" }, going);
  await event("deleted", { uid: JOB.jobUID }, deletion);
  await event("created", { uid: JOB.jobUID }, created);
  expect((await gather()).podEvents).toEqual([]);
  expect(reads().filter(([plural]) => plural === "events")).toHaveLength(1);
});

test("a pod that was seen to have ended still tells once it is gone; of one that is there what it says now", async () => {
  const { gather, pod } = scene();
  const seen = (name: string, uid: string): Pod => ({
    metadata: { name, uid, ...going },
    status: endedPod(3),
  });
  const uid = await pod("there", { phase: "Running" }, going);
  expect((await gather("Failed", [seen("there", uid), seen("gone", "other-uid")])).pods).toEqual([
    "there",
    "gone",
  ]);
});

test("what the deadline has ended is told by the pods that are left alone", async () => {
  const { gather, pod, reads } = scene({
    conditions: [{ type: "FailureTarget", status: "True", reason: "DeadlineExceeded" }],
  });
  await pod("late", { phase: "Running" });
  expect((await gather()).pods).toEqual(["late"]);
  expect(reads()).toHaveLength(1);
});

test("where they are gone by then the events of the last one tell, though the Job controller has deleted it", async () => {
  const late = { conditions: [{ type: "FailureTarget", status: "True", reason: "DeadlineExceeded" }] };
  const { gather, event } = scene(late);
  await event("created", { uid: JOB.jobUID }, created);
  await event("deleted", { uid: JOB.jobUID }, { reason: "SuccessfulDelete", message: "Deleted pod: bad" });
  await event("stopped", { kind: "Pod", name: "bad" });
  expect((await gather()).podEvents).toEqual(["stopped"]);
});
