import { expect, test } from "vitest";
import type { KubeEvent } from "../../../../src/api/job.ts";
import {
  containerIn,
  eventsSay,
  inTime,
  podsCreated,
  podsDeleted,
} from "../../../../src/status/failure/events-say.ts";
import { event } from "./support/evidence.ts";

const about = (reason: string, message: string, fieldPath?: string): KubeEvent => ({
  ...event(reason, message, "Normal"),
  involvedObject: { name: "p", ...(fieldPath !== undefined && { fieldPath }) },
});
const main = "spec.containers{main}";

/** As Kubernetes 1.37 words them. */
test.each<[string, KubeEvent[], string | undefined, RegExp]>([
  [
    "pkg/scheduler/framework/preemption",
    [about("Preempted", "Preempted by pod 1-2 on node n")],
    "Preempted",
    /^Pod p was preempted: Preempted by pod/,
  ],
  [
    "pkg/controller/tainteviction",
    [about("TaintManagerEviction", "Marking for deletion Pod ns/p")],
    "TaintManagerEviction",
    /Marking for deletion/,
  ],
  ["taken back", [about("TaintManagerEviction", "Cancelling deletion of Pod ns/p")], undefined, /^$/],
  [
    "pkg/kubelet/eviction",
    [about("Evicted", "The node was low on resource: memory.")],
    "Evicted",
    /low on resource/,
  ],
  [
    "pkg/controller/nodelifecycle",
    [about("NodeNotReady", "Node is not ready")],
    "NodeNotReady",
    /does not answer: Node is not ready/,
  ],
  [
    "pkg/kubelet/kuberuntime, of a container that is started again",
    [
      about("Unhealthy", "Liveness probe failed: HTTP probe failed with statuscode: 500", main),
      about("Killing", "Container main failed liveness probe, will be restarted", main),
    ],
    "Unhealthy",
    /^Container main of pod p was killed, since its liveness probe failed: Liveness probe failed: HTTP/,
  ],
  [
    "and of one that is not",
    [about("Unhealthy", "Startup probe failed: ", main), about("Killing", "Stopping container main", main)],
    "Unhealthy",
    /since its startup probe failed: Startup probe failed:$/,
  ],
  [
    "a probe of another container",
    [
      about("Unhealthy", "Liveness probe failed", "spec.containers{web}"),
      about("Killing", "Stopping container main", main),
    ],
    undefined,
    /^$/,
  ],
  ["an ordinary stop", [about("Killing", "Stopping container main", main)], undefined, /^$/],
  [
    "what takes the pod comes before what befalls a container",
    [about("Preempted", "m"), about("Killing", "Container main failed liveness probe", main)],
    "Preempted",
    /preempted/,
  ],
])("%s", (_, events, reason, message) => {
  const told = eventsSay(events, false);
  expect(told?.reason).toBe(reason);
  expect(told?.message ?? "").toMatch(message);
});

test("a Job's events name the pods that it made, and those that it deleted", () => {
  const events = [
    event("SuccessfulCreate", "Created pod: b", "Normal", "2026-01-01T00:00:02Z"),
    event("SuccessfulCreate", "Created pod: a", "Normal", "2026-01-01T00:00:01Z"),
    event("SuccessfulDelete", "Deleted pod: a", "Normal", "2026-01-01T00:00:03Z"),
  ];
  expect(podsCreated(events)).toEqual(["a", "b"]);
  expect(podsDeleted(events)).toEqual(["a"]);
  expect(inTime(events)[0]?.message).toBe("Created pod: a");
});

test("an event names its container", () => {
  expect(containerIn(about("Unhealthy", "", "spec.initContainers{proxy}"))).toBe("proxy");
  expect(containerIn(about("Unhealthy", ""))).toBeUndefined();
});

test("of a pod that was deleted a stopped container tells nothing", () => {
  const events = [
    about("Unhealthy", "Liveness probe failed", main),
    about("Killing", "Stopping container main", main),
  ];
  expect(eventsSay(events, true)).toBeUndefined();
  expect(eventsSay([...events, about("Preempted", "m")], true)?.reason).toBe("Preempted");
});
