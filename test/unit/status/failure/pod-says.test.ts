import { expect, test } from "vitest";
import type { Pod } from "../../../../src/api/job.ts";
import { disruptedAt, podSays } from "../../../../src/status/failure/pod-says.ts";
import { containerStatus, now, pod } from "./support/evidence.ts";

const failed = (reason: string, message: string, more: Partial<Pod> = {}): Pod =>
  pod({ phase: "Failed", reason, message }, more);
const disrupted = (reason: string, message: string, status: object = {}): Pod =>
  pod({
    phase: "Failed",
    conditions: [{ type: "DisruptionTarget", status: "True", reason, message, lastTransitionTime: now }],
    containerStatuses: [containerStatus({ state: { terminated: { exitCode: 137, startedAt: now } } })],
    ...status,
  });

/** As the kubelet, the scheduler and the controllers of Kubernetes 1.37 write it. */
test.each<[string, Pod, string, RegExp]>([
  [
    "pkg/kubelet/eviction: emptyDir",
    failed("Evicted", 'Usage of EmptyDir volume "scratch" exceeds the limit "8Mi". '),
    "Evicted",
    /^Pod p was evicted: Usage of EmptyDir volume "scratch" exceeds the limit "8Mi"/,
  ],
  [
    "pkg/kubelet/lifecycle/predicate.go: no room at admission",
    failed(
      "OutOfcpu",
      "Pod was rejected: Node didn't have enough resource: cpu, requested: 100, used: 1900, capacity: 1920",
    ),
    "OutOfcpu",
    /^Pod p was rejected by node n \(OutOfcpu\): Pod was rejected/,
  ],
  [
    "pkg/kubelet/lifecycle/handlers.go: device plugin",
    failed("UnexpectedAdmissionError", "Pod was rejected: Allocate failed due to no healthy devices present"),
    "UnexpectedAdmissionError",
    /^Pod p was rejected by node n \(UnexpectedAdmissionError\)/,
  ],
  [
    "pkg/kubelet/active_deadline.go",
    failed("DeadlineExceeded", "Pod was active on the node longer than the specified deadline", {
      spec: { containers: [], activeDeadlineSeconds: 5 },
    }),
    "PodDeadlineExceeded",
    /own deadline of 5 s, which is template\.spec\.activeDeadlineSeconds, not the run's/,
  ],
  [
    "pkg/kubelet/preemption",
    failed("Preempting", "Preempted in order to admit critical pod"),
    "Preempted",
    /^Pod p was preempted: Preempted in order/,
  ],
  [
    "pkg/kubelet/nodeshutdown",
    disrupted("TerminationByKubelet", "Pod was terminated in response to imminent node shutdown.", {
      reason: "Terminated",
      message: "Pod was terminated in response to imminent node shutdown.",
    }),
    "Terminated",
    /^Pod p was stopped \(Terminated\): Pod was terminated in response/,
  ],
  [
    "pkg/scheduler/framework/preemption",
    disrupted("PreemptionByScheduler", "default-scheduler: preempting to accommodate a higher priority pod"),
    "Preempted",
    /^Pod p was preempted: default-scheduler: preempting/,
  ],
  [
    "pkg/controller/tainteviction",
    disrupted("DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint"),
    "TaintManagerEviction",
    /^Pod p was evicted for a taint of its node: Taint manager/,
  ],
  [
    "pkg/registry/core/pod/storage/eviction.go",
    disrupted("EvictionByEvictionAPI", "Eviction API: evicting"),
    "Evicted",
    /^Pod p was evicted: Eviction API/,
  ],
  [
    "pkg/controller/podgc",
    disrupted("DeletionByPodGC", "PodGC: node no longer exists"),
    "NodeLost",
    /^Pod p was lost with its node: PodGC/,
  ],
  [
    "a reason to come",
    disrupted("DeletionByWhoever", ""),
    "DeletionByWhoever",
    /^Pod p was stopped \(DeletionByWhoever\)$/,
  ],
])("%s", (_, subject, reason, message) => {
  const said = podSays(subject);
  expect(said?.reason).toBe(reason);
  expect(said?.message).toMatch(message);
});

test("a pod that only failed says nothing", () => {
  expect(podSays(pod({ phase: "Failed" }))).toBeUndefined();
  const conditions = [{ type: "DisruptionTarget", status: "False", reason: "x" }];
  expect(podSays(pod({ phase: "Failed", conditions }))).toBeUndefined();
  expect(disruptedAt(pod({ conditions }))).toBeUndefined();
  expect(disruptedAt(disrupted("EvictionByEvictionAPI", ""))).toBe(now);
});

test.each(["constructor", "__proto__", "toString"])("a pod whose reason is %s is nothing else", (reason) => {
  expect(podSays(failed(reason, ""))?.reason).toBe(reason);
  expect(podSays(disrupted(reason, ""))?.reason).toBe(reason);
});
