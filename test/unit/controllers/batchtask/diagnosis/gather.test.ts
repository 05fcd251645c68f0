import { expect, test } from "vitest";
import type { Pod } from "../../../../../src/api/job.ts";
import { EVENTS, PODS } from "../../../../../src/api/resources.ts";
import { gatherEvidence } from "../../../../../src/controllers/batchtask/diagnosis/gather.ts";
import type { Symptom } from "../../../../../src/controllers/batchtask/diagnosis/symptom.ts";
import { createFakeApi } from "../../../../support/fake-api/api.ts";
import { recordedClient } from "../../../support/recorded-client.ts";

const never = new AbortController().signal;
const JOB = { namespace: "team", jobName: "report-1", jobUID: "job-uid" };

/** A namespace with these pods and an event about each object that is named. */
function scene() {
  const { client } = createFakeApi(() => Date.UTC(2026, 0, 1));
  const { client: asking, calls } = recordedClient(client);
  const names = (objects: readonly { metadata?: { name?: string | undefined } | undefined }[]) =>
    objects.map(({ metadata }) => metadata?.name);
  return {
    pod: async (
      name: string,
      status: Pod["status"],
      uid = JOB.jobUID,
      controller = true,
    ): Promise<string> => {
      const owner = { apiVersion: "batch/v1", kind: "Job", name: JOB.jobName, uid, controller };
      const metadata = { namespace: JOB.namespace, name, ownerReferences: [owner] };
      const created = await client.create(PODS, { metadata });
      await client.mergePatch(
        PODS,
        { namespace: JOB.namespace, name },
        { status },
        { subresource: "status" },
      );
      return created.metadata?.uid ?? "";
    },
    event: (name: string, uid: string) =>
      client.create(EVENTS, { metadata: { namespace: JOB.namespace, name }, involvedObject: { uid } }),
    gather: async (symptom: Symptom) => {
      const { pods, jobEvents, podEvents } = await gatherEvidence(asking, symptom, JOB, never);
      return { pods: names(pods), jobEvents: names(jobEvents), podEvents: names(podEvents) };
    },
    asked: () => calls.map(({ plural, given }) => [plural, given[0]]),
  };
}

const ofPods = { namespace: "team", labelSelector: "batch.kubernetes.io/job-name=report-1", limit: 20 };
const eventsOf = (uid: string) => ({
  namespace: "team",
  fieldSelector: `involvedObject.uid=${uid}`,
  limit: 50,
});
const failed: Pod["status"] = {
  phase: "Failed",
  containerStatuses: [
    {
      name: "main",
      image: "",
      imageID: "",
      ready: false,
      restartCount: 0,
      state: { terminated: { exitCode: 3 } },
    },
  ],
};

test("of a Job that is gone its events tell, and nothing else is read", async () => {
  const { gather, event, asked } = scene();
  await event("about-the-job", JOB.jobUID);
  await event("about-another", "another-uid");
  expect(await gather("JobGone")).toEqual({ pods: [], jobEvents: ["about-the-job"], podEvents: [] });
  expect(asked()).toEqual([["events", eventsOf(JOB.jobUID)]]);
});

test("of a failure the pods tell that have failed, whatever the number of the others", async () => {
  const { gather, pod, asked } = scene();
  await pod("good", { phase: "Succeeded" });
  await pod("bad", failed);
  expect(await gather("Failed")).toEqual({ pods: ["bad"], jobEvents: [], podEvents: [] });
  expect(asked()).toEqual([["pods", { ...ofPods, fieldSelector: "status.phase=Failed" }]]);
});

test("where none has failed yet, those that may", async () => {
  const { gather, pod, asked } = scene();
  await pod("leaving", { phase: "Running" });
  expect((await gather("Failed")).pods).toEqual(["leaving"]);
  expect(asked()[1]).toEqual(["pods", { ...ofPods, fieldSelector: undefined }]);
});

test("a pod belongs to the Job that controls it, whatever its labels", async () => {
  const { gather, pod } = scene();
  await pod("own", { phase: "Pending" });
  await pod("of-another", { phase: "Pending" }, "another-uid");
  await pod("not-controlled", { phase: "Pending" }, JOB.jobUID, false);
  expect((await gather("NotStarted")).pods).toEqual(["own"]);
});

test("a pod that says why it waits needs no events", async () => {
  const { gather, pod, asked } = scene();
  const unschedulable = {
    type: "PodScheduled",
    status: "False",
    reason: "Unschedulable",
    message: "no node",
  };
  await pod("own", { phase: "Pending", conditions: [unschedulable] });
  expect(await gather("NotStarted")).toEqual({ pods: ["own"], jobEvents: [], podEvents: [] });
  expect(asked()).toHaveLength(1);
});

test("of a pod that does not say why its events tell, and where there is no pod the Job's", async () => {
  const silent = scene();
  const uid = await silent.pod("own", { phase: "Pending" });
  await silent.event("about-the-pod", uid);
  await silent.event("about-the-job", JOB.jobUID);
  expect(await silent.gather("NotStarted")).toEqual({
    pods: ["own"],
    jobEvents: [],
    podEvents: ["about-the-pod"],
  });
  expect(silent.asked()[1]).toEqual(["events", eventsOf(uid)]);
  const empty = scene();
  await empty.event("about-the-job", JOB.jobUID);
  expect(await empty.gather("NotStarted")).toEqual({ pods: [], jobEvents: ["about-the-job"], podEvents: [] });
});
