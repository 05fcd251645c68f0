import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { BATCHTASKS, EVENTS, PODS } from "../../src/api/resources.ts";
import { eventually } from "../integration/support/eventually.ts";
import { ready } from "../support/ready.ts";
import { type E2e, end, mustRun, start } from "./support.ts";

interface Words {
  /** The status that Kubernetes 1.37 gives the pod. */
  status: object;
  reason: string;
  says: RegExp;
  hint?: RegExp;
}

const disrupted = (reason: string, message: string) => ({
  phase: "Failed",
  conditions: [
    { type: "DisruptionTarget", status: "True", reason, message, lastTransitionTime: "2026-01-01T00:00:00Z" },
  ],
});
const killed = {
  containerStatuses: [
    {
      name: "main",
      image: "busybox:1.36",
      imageID: "",
      ready: false,
      restartCount: 0,
      state: {
        terminated: {
          exitCode: 137,
          reason: "Error",
          startedAt: "2026-01-01T00:00:00Z",
          finishedAt: "2026-01-01T00:00:09Z",
        },
      },
    },
  ],
};

/** What a node here can't be brought to, by the name of the task; where Kubernetes writes it is told by each. */
const WORDS: Record<string, Words> = {
  // pkg/kubelet/eviction/eviction_manager.go, emptyDirLimitEviction
  "scratch-full": {
    status: {
      phase: "Failed",
      reason: "Evicted",
      message: 'Usage of EmptyDir volume "scratch" exceeds the limit "8Mi". ',
      ...killed,
    },
    reason: "Evicted",
    says: /was evicted: Usage of EmptyDir volume "scratch" exceeds the limit "8Mi"/,
    hint: /sizeLimit of volume scratch/,
  },
  // pkg/kubelet/eviction/helpers.go, nodeLowMessageFmt
  "node-full": {
    status: {
      phase: "Failed",
      reason: "Evicted",
      message:
        "The node was low on resource: ephemeral-storage. Threshold quantity: 1Gi, available: 900Mi. Container main was using 5Gi, request is 0, has larger consumption of ephemeral-storage. ",
      ...killed,
    },
    reason: "Evicted",
    says: /was evicted: The node was low on resource: ephemeral-storage/,
    hint: /ran short of ephemeral-storage/,
  },
  // pkg/kubelet/lifecycle/predicate.go, with pkg/kubelet/kubelet.go, rejectPod
  "no-room": {
    status: {
      phase: "Failed",
      reason: "OutOfcpu",
      message:
        "Pod was rejected: Node didn't have enough resource: cpu, requested: 100, used: 1950, capacity: 2000",
    },
    reason: "OutOfcpu",
    says: /was rejected by .*\(OutOfcpu\): Pod was rejected/,
  },
  // pkg/kubelet/cm/devicemanager, through pkg/kubelet/cm/admission
  "no-device": {
    status: {
      phase: "Failed",
      reason: "UnexpectedAdmissionError",
      message:
        "Pod was rejected: Allocate failed due to no healthy devices present; cannot allocate unhealthy devices nvidia.com/gpu, which is unexpected",
    },
    reason: "UnexpectedAdmissionError",
    says: /no healthy devices present/,
    hint: /device plugin/,
  },
  // pkg/kubelet/nodeshutdown
  shutdown: {
    status: {
      ...disrupted("TerminationByKubelet", "Pod was terminated in response to imminent node shutdown."),
      reason: "Terminated",
      message: "Pod was terminated in response to imminent node shutdown.",
      ...killed,
    },
    reason: "Terminated",
    says: /imminent node shutdown/,
    hint: /DisruptionTarget/,
  },
  // pkg/controller/podgc/gc_controller.go
  "node-gone": {
    status: { ...disrupted("DeletionByPodGC", "PodGC: node no longer exists"), ...killed },
    reason: "NodeLost",
    says: /was lost with its node: PodGC: node no longer exists/,
    hint: /DisruptionTarget/,
  },
  // pkg/kubelet/preemption/preemption.go
  critical: {
    status: {
      phase: "Failed",
      reason: "Preempting",
      message: "Preempted in order to admit critical pod",
      ...killed,
    },
    reason: "Preempted",
    says: /was preempted: Preempted in order to admit critical pod/,
    hint: /DisruptionTarget/,
  },
  // pkg/controller/tainteviction/taint_eviction.go
  tainted: {
    status: {
      ...disrupted("DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint"),
      ...killed,
    },
    reason: "TaintManagerEviction",
    says: /evicted for a taint of its node/,
    hint: /DisruptionTarget/,
  },
};

const LOST = "node-silent";

describe.skipIf(inject("noRealNode") !== undefined)(
  "why a pod ended, in the words of Kubernetes' components",
  () => {
    let world: E2e;
    beforeAll(async () => {
      world = await start("kubelet-words");
      const items = [LOST, ...Object.keys(WORDS)].map((name) => ({
        apiVersion: "batchtask.dev/v1alpha1",
        kind: "BatchTask",
        metadata: { name },
        spec: {
          backoffLimit: 0,
          template: {
            spec: {
              restartPolicy: "Never",
              nodeSelector: { "kubelet-words.batchtask.dev/nowhere": "" },
              containers: [{ name: "main", image: "busybox:1.36" }],
            },
          },
        },
      }));
      const list = { apiVersion: "v1", kind: "List", items };
      await mustRun(world.cluster, ["apply", "-n", world.namespace, "-f", "-"], list);
    });
    afterAll(() => end(world));

    async function podOf(name: string) {
      const { namespace, client } = world;
      const { items } = await eventually(
        () => client.list(PODS, { namespace, labelSelector: `batchtask.dev/name=${name}` }),
        (found) => found.items.length === 1,
      );
      const { name: pod = "", uid = "" } = items[0]?.metadata ?? {};
      const tell = (status: object) =>
        client.mergePatch(PODS, { namespace, name: pod }, { status }, { subresource: "status" });
      return { pod, uid, tell };
    }

    // MarkPodsNotReady in pkg/controller/util/node/controller_utils.go, of the node lifecycle controller
    test("a node that does not answer is told while the run goes on", async () => {
      const { namespace, client } = world;
      const { pod, uid, tell } = await podOf(LOST);
      const time = new Date().toISOString().replace(/\.\d+Z/, "Z");
      const isReady = (status: string) => [{ type: "Ready", status, lastTransitionTime: time }];
      const [main] = killed.containerStatuses;
      const running = { ...main, ready: true, state: { running: { startedAt: time } } };
      await tell({ phase: "Running", conditions: isReady("True"), containerStatuses: [running] });
      const read = () => client.get(BATCHTASKS, { namespace, name: LOST });
      await eventually(read, (task) => task?.status?.phase === "Running", 60_000);
      await tell({ conditions: isReady("False") });
      await client.create(EVENTS, {
        metadata: { namespace, name: `${pod}.lost` },
        involvedObject: { kind: "Pod", namespace, name: pod, uid },
        type: "Warning",
        reason: "NodeNotReady",
        message: "Node is not ready",
        source: { component: "node-controller" },
        firstTimestamp: time,
        lastTimestamp: time,
        count: 1,
      });
      const told = await eventually(read, (task) => ready(task)?.reason === "NodeNotReady", 60_000);
      expect(ready(told)?.message).toMatch(/Node is not ready; 1 active/);
    });

    test.each(Object.entries(WORDS))("%s", async (name, { status, reason, says, hint = /^/ }) => {
      const { namespace, client } = world;
      const { tell } = await podOf(name);
      await tell(status);
      const failed = await eventually(
        () => client.get(BATCHTASKS, { namespace, name }),
        (task) => task?.status?.phase === "Failed",
        60_000,
      );
      expect(ready(failed)?.reason).toBe(reason);
      expect(ready(failed)?.message).toMatch(says);
      expect(failed?.status?.failure?.hint ?? "").toMatch(hint);
    });
  },
);
