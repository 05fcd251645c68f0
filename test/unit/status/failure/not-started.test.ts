import { expect, test } from "vitest";
import { hasStarted, startProblem } from "../../../../src/status/failure/not-started.ts";
import { containerStatus, event, evidence, pod } from "./support/evidence.ts";

const waiting = (reason: string, message = "m") =>
  pod({ containerStatuses: [containerStatus({ state: { waiting: { reason, message } } })] });

test.each([
  ["an image", evidence({ pods: [waiting("ErrImagePull")] }), "ImagePullBackOff"],
  ["an image, later", evidence({ pods: [waiting("ImagePullBackOff")] }), "ImagePullBackOff"],
  [
    "a key of a ConfigMap",
    evidence({ pods: [waiting("CreateContainerConfigError")] }),
    "CreateContainerConfigError",
  ],
  [
    "no node",
    evidence({
      pods: [
        pod({
          conditions: [
            { type: "PodScheduled", status: "False", reason: "Unschedulable", message: "0/1 nodes" },
          ],
        }),
      ],
    }),
    "Unschedulable",
  ],
  [
    "a volume",
    evidence({
      pods: [waiting("ContainerCreating")],
      podEvents: [event("Scheduled", "", "Normal"), event("FailedMount", "no such ConfigMap")],
    }),
    "FailedMount",
  ],
  [
    "an image of which the kubelet's event comes before the container's state",
    evidence({ pods: [waiting("ContainerCreating")], podEvents: [event("Failed", "Error: ErrImagePull")] }),
    undefined,
  ],
  [
    "a volume, whatever else the kubelet has said since",
    evidence({
      pods: [waiting("ContainerCreating")],
      podEvents: [
        event("FailedMount", "no such ConfigMap"),
        event("Failed", "Error", "Warning", "2026-01-01T00:00:01Z"),
      ],
    }),
    "FailedMount",
  ],
  ["a quota", evidence({ jobEvents: [event("FailedCreate", "exceeded quota")] }), "FailedCreate"],
  [
    "a scheduling gate is no problem",
    evidence({
      pods: [
        pod({
          conditions: [{ type: "PodScheduled", status: "False", reason: "SchedulingGated", message: "m" }],
        }),
      ],
    }),
    undefined,
  ],
  ["nothing wrong yet", evidence({ pods: [waiting("ContainerCreating")] }), undefined],
  ["nothing known", evidence({}), undefined],
])("what keeps a pod from starting: %s", (_, found, reason) => {
  expect(startProblem(found)?.reason).toBe(reason);
  expect(hasStarted(found)).toBe(false);
});

test.each(["Running", "Succeeded", "Failed"])("a pod that is %s has started", (phase) => {
  expect(hasStarted(evidence({ pods: [waiting("ImagePullBackOff"), pod({ phase })] }))).toBe(true);
});
