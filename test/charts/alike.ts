import type { JobSpec } from "../../src/api/job.ts";

/** The image that stands for all others. */
export const IMAGE = "busybox:1.36";

type Container = NonNullable<NonNullable<JobSpec["template"]["spec"]>["containers"]>[number];

export interface Shortening {
  deadlineSeconds: number;
  withoutCommands: boolean;
}

/**
 * A spec as it is tried: with an image that is there, an end that comes soon, and requests that fit on the node beside
 * others. A Job and its task are changed alike, so that each says what the other does.
 */
export function shortened(spec: JobSpec, { deadlineSeconds, withoutCommands }: Shortening): JobSpec {
  const standIn = (container: Container) => shortenedContainer(container, withoutCommands);
  const { ttlSecondsAfterFinished: _, template, ...rest } = spec;
  const { imagePullSecrets: __, ...pod } = template.spec ?? { containers: [] };
  return {
    ...rest,
    backoffLimit: Math.min(spec.backoffLimit ?? 1, 1),
    activeDeadlineSeconds: Math.min(spec.activeDeadlineSeconds ?? deadlineSeconds, deadlineSeconds),
    template: {
      ...template,
      spec: {
        ...pod,
        ...(pod.activeDeadlineSeconds && {
          activeDeadlineSeconds: Math.min(pod.activeDeadlineSeconds, deadlineSeconds),
        }),
        terminationGracePeriodSeconds: Math.min(pod.terminationGracePeriodSeconds ?? 1, 1),
        containers: pod.containers.map(standIn),
        ...(pod.initContainers && { initContainers: pod.initContainers.map(standIn) }),
      },
    },
  };
}

/** Its limits stay: what the guardrails make of those is to be seen. */
function shortenedContainer(container: Container, withoutCommands: boolean): Container {
  const { resources, command, args, ...rest } = container;
  return {
    ...rest,
    ...(!withoutCommands && command && { command }),
    ...(!withoutCommands && args && { args }),
    image: IMAGE,
    imagePullPolicy: "IfNotPresent",
    resources: {
      ...resources,
      ...(resources?.limits && { limits: withoutStorage(resources.limits) }),
      requests: { ...withoutStorage(resources?.requests), cpu: "1m", memory: "1Mi" },
    },
  };
}

/** A node that is built has none to give. */
function withoutStorage(quantities: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(quantities).filter(([name]) => name !== "ephemeral-storage"));
}
