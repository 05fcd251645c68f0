import { code, table } from "./markdown.ts";

/** What ends a run or keeps it from going on. */
interface Cause {
  cause: string;
  /** Where Kubernetes shows it. */
  shown: string;
  /** REASON of `kubectl get`. */
  reason: string;
  /** How the message begins. */
  message: string;
  hint: string;
}

const DISRUPTION = "ignore disruptions by podFailurePolicy, or raise backoffLimit";
const target = (reason: string): string =>
  `the pod's condition ${code("DisruptionTarget")}, reason ${code(reason)}`;
const podReason = (reason: string): string => `the pod's ${code("status.reason")} ${code(reason)}`;
const waiting = (reason: string): string => `the container waits, reason ${code(reason)}`;

/** In the order in which they are looked for: what a pod says of itself, what its containers do, what events tell. */
const ENDS: readonly Cause[] = [
  {
    cause: "evicted by the kubelet: a volume over its limit, a node short of memory or disk",
    shown: podReason("Evicted"),
    reason: "Evicted",
    message: "Pod P was evicted: the kubelet's words",
    hint: "raise the limit that the words name, or need less",
  },
  {
    cause: "evicted by the API, as for a drain",
    shown: target("EvictionByEvictionAPI"),
    reason: "Evicted",
    message: "Pod P was evicted: …",
    hint: DISRUPTION,
  },
  {
    cause: "preempted by a pod of higher priority",
    shown: target("PreemptionByScheduler"),
    reason: "Preempted",
    message: "Pod P was preempted: the scheduler's words",
    hint: DISRUPTION,
  },
  {
    cause: "preempted for a critical pod",
    shown: podReason("Preempting"),
    reason: "Preempted",
    message: "Pod P was preempted: …",
    hint: DISRUPTION,
  },
  {
    cause: "a taint that it does not tolerate",
    shown: target("DeletionByTaintManager"),
    reason: "TaintManagerEviction",
    message: "Pod P was evicted for a taint of its node: …",
    hint: DISRUPTION,
  },
  {
    cause: "its node is gone, or out of service",
    shown: target("DeletionByPodGC"),
    reason: "NodeLost",
    message: "Pod P was lost with its node: …",
    hint: DISRUPTION,
  },
  {
    cause: "its node was shut down",
    shown: podReason("Terminated"),
    reason: "Terminated",
    message: "Pod P was stopped (Terminated): …",
    hint: DISRUPTION,
  },
  {
    cause: "rejected by the kubelet: no room when it got there, a device plugin",
    shown: `${podReason("OutOfcpu")}, ${code("UnexpectedAdmissionError")} and others`,
    reason: "that reason",
    message: "Pod P was rejected by node N (OutOfcpu): …",
    hint: "",
  },
  {
    cause: "activeDeadlineSeconds of the pod template",
    shown: podReason("DeadlineExceeded"),
    reason: "PodDeadlineExceeded",
    message: "Pod P was stopped by its own deadline of N s, …",
    hint: "move the field from template.spec to spec",
  },
  {
    cause: "out of memory",
    shown: "the container ended, reason OOMKilled",
    reason: "OOMKilled",
    message: "Container C of pod P ended with exit code 137 (OOMKilled)",
    hint: "raise resources.limits.memory",
  },
  {
    cause: "the command can't be started",
    shown: "the container ended, reason StartError",
    reason: "StartError",
    message: "Container C of pod P ended with exit code 128 (StartError)",
    hint: "check command and args",
  },
  {
    cause: "any other exit code",
    shown:
      "the container ended, reason Error; of several the one that did so first, a native sidecar left out",
    reason: "Error",
    message: "Container C of pod P ended with exit code N; what had succeeded beside it",
    hint: "what the code may mean, if anything",
  },
  {
    cause: "a liveness or startup probe",
    shown: `the pod's events ${code("Killing")} and ${code("Unhealthy")}`,
    reason: "Unhealthy",
    message: "Container C of pod P was killed, since its liveness probe failed: …",
    hint: "mend what the probe asks for, or give it longer",
  },
  {
    cause: "the pod was deleted, and no event says why",
    shown: "the pod is going, or gone, and neither it nor the Job controller says so",
    reason: "PodDeleted",
    message: "Pod P was deleted from outside",
    hint: "",
  },
  {
    cause: "activeDeadlineSeconds of the run",
    shown: `the Job's condition ${code("FailureTarget")}, reason ${code("DeadlineExceeded")}`,
    reason: "DeadlineExceeded",
    message:
      "Job was active longer than specified deadline; container C of pod P still ran, since T, on node N",
    hint: "raise it, or find out why it is slow",
  },
];

const STANDSTILLS: readonly Cause[] = [
  {
    cause: "a scheduling gate",
    shown: "the pod's condition PodScheduled, reason SchedulingGated",
    reason: "SchedulingGated",
    message: "pod P: waits until its scheduling gate G is removed",
    hint: "",
  },
  {
    cause: "an image that can't be pulled",
    shown: waiting("ErrImagePull"),
    reason: "ImagePullBackOff",
    message: "pod P, container C: the registry's words",
    hint: "check name, tag and imagePullSecrets",
  },
  {
    cause: "a ConfigMap, a Secret, or a key of one",
    shown: waiting("CreateContainerConfigError"),
    reason: "CreateContainerConfigError",
    message: "pod P, container C: …",
    hint: "create what the message names",
  },
  {
    cause: "a container that ends badly again and again, an init container too",
    shown: waiting("CrashLoopBackOff"),
    reason: "CrashLoopBackOff",
    message: "pod P, container C: it ended with exit code N; started again K times so far",
    hint: "what the code may mean, if anything",
  },
  {
    cause: "no node has room or fits",
    shown: "the pod's condition PodScheduled, reason Unschedulable",
    reason: "Unschedulable",
    message: "pod P: the scheduler's words",
    hint: "lower the requests, or mend nodeSelector, affinity and tolerations",
  },
  {
    cause: "a container has ended, and another one goes on",
    shown: "the states of the pod's containers",
    reason: "NotReady, or Error where it failed",
    message: "pod P, container C: it has succeeded, and D goes on",
    hint: "make it a native sidecar",
  },
  {
    cause: "a sidecar or container that does not pass its probe",
    shown: `the pod's events, ${code("Unhealthy")}`,
    reason: "Unhealthy",
    message: "pod P, container C: Startup probe failed: …",
    hint: "mend what the probe asks for, or give it longer",
  },
  {
    cause: "a node that does not answer",
    shown: `the pod's events, ${code("NodeNotReady")}`,
    reason: "NodeNotReady",
    message: "pod P: Node is not ready",
    hint: "",
  },
  {
    cause: "a volume",
    shown: `the pod's events, ${code("FailedMount")}, ${code("FailedAttachVolume")}`,
    reason: "that reason",
    message: "pod P: …",
    hint: "create what the message names",
  },
  {
    cause: "a quota, an admission rule, a missing ServiceAccount",
    shown: `the Job's events, ${code("FailedCreate")}`,
    reason: "FailedCreate",
    message: "the API server's words",
    hint: "what the message names",
  },
];

/** What ends a run, and what keeps one from going on. */
export function causesOf(): { ends: string; standstills: string } {
  return { ends: causesTable(ENDS), standstills: causesTable(STANDSTILLS) };
}

function causesTable(causes: readonly Cause[]): string {
  return table(
    ["cause", "what Kubernetes shows", "REASON", "message", "hint"],
    causes.map(({ cause, shown, reason, message, hint }) => [cause, shown, reason, message, hint]),
  );
}
