import { expect, test } from "vitest";
import type { Pod } from "../../../../../src/api/job.ts";
import { EVENTS, PODS } from "../../../../../src/api/resources.ts";
import { gatherStart } from "../../../../../src/controllers/batchtask/diagnosis/gather.ts";
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
    gather: async (hasBegun = false, isLarge = false) => {
      const { pods, jobEvents, podEvents } = await gatherStart(asking, JOB, { hasBegun, isLarge }, never);
      return { pods: names(pods), jobEvents: names(jobEvents), podEvents: names(podEvents) };
    },
    asked: () => calls.map(({ plural, given }) => [plural, given[0]]),
  };
}

const eventsOf = (uid: string) => ({
  namespace: "team",
  fieldSelector: `involvedObject.uid=${uid}`,
  limit: 50,
});
test("a pod belongs to the Job that controls it, whatever its labels", async () => {
  const { gather, pod } = scene();
  await pod("own", { phase: "Pending" });
  await pod("of-another", { phase: "Pending" }, "another-uid");
  await pod("not-controlled", { phase: "Pending" }, JOB.jobUID, false);
  expect((await gather()).pods).toEqual(["own"]);
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
  expect(await gather()).toEqual({ pods: ["own"], jobEvents: [], podEvents: [] });
  expect(asked()).toHaveLength(1);
});

test("of a pod that does not say why its events tell, and where there is no pod the Job's", async () => {
  const silent = scene();
  const uid = await silent.pod("own", { phase: "Pending" });
  await silent.event("about-the-pod", uid);
  await silent.event("about-the-job", JOB.jobUID);
  expect(await silent.gather()).toEqual({
    pods: ["own"],
    jobEvents: [],
    podEvents: ["about-the-pod"],
  });
  expect(silent.asked()[1]).toEqual(["events", eventsOf(uid)]);
  const empty = scene();
  await empty.event("about-the-job", JOB.jobUID);
  expect(await empty.gather()).toEqual({ pods: [], jobEvents: ["about-the-job"], podEvents: [] });
});

test("of a Job of many pods those are read that have not ended", async () => {
  const { gather, pod, asked } = scene();
  await pod("done", { phase: "Succeeded" });
  await pod("stuck", { phase: "Pending" });
  await pod("on", { phase: "Running" });
  expect((await gather(false, true)).pods).toEqual(["stuck", "on"]);
  expect(asked()).toHaveLength(2);
});

test("of a run that has begun events about a pod that is not ready are read, and none where all are", async () => {
  const ready = scene();
  await ready.pod("own", { phase: "Running", conditions: [{ type: "Ready", status: "True" }] });
  await ready.gather(true);
  expect(ready.asked()).toHaveLength(1);
  const unready = scene();
  const uid = await unready.pod("own", {
    phase: "Running",
    conditions: [{ type: "Ready", status: "False" }],
  });
  await unready.event("about-the-pod", uid);
  expect((await unready.gather(true)).podEvents).toEqual(["about-the-pod"]);
  // Whoever only asks whether one runs has the answer.
  expect((await unready.gather(false)).podEvents).toEqual([]);
});
