import { z } from "zod";
import { SETTINGS } from "../../../src/operator/settings.ts";
import { dnsLabel, optionalName, passedThrough, resources, strings, toleration } from "./kubernetes.ts";
import { REPOSITORY } from "../../image/labels.ts";

/** What runs, and how many of it. */
export const workload = {
  image: z
    .strictObject({
      repository: z.string().min(1).default(REPOSITORY).describe("Where the image is, without tag."),
      tag: z
        .string()
        .max(128)
        .regex(/^([A-Za-z0-9_][-A-Za-z0-9_.]*)?$/)
        .default("")
        .describe("Tag of the image. Empty: the chart's appVersion."),
      digest: z
        .string()
        .regex(/^(sha256:[0-9a-f]{64})?$/)
        .default("")
        .describe("Digest of the image, sha256:…; it goes before the tag."),
      pullPolicy: z
        .enum(["IfNotPresent", "Always", "Never"])
        .default("IfNotPresent")
        .describe("When the node pulls the image."),
    })
    .prefault({})
    .describe("The operator's image."),
  imagePullSecrets: z
    .array(z.strictObject({ name: optionalName().min(1).describe("Name of the Secret.") }))
    .default([])
    .describe("Secrets to pull the image with."),
  replicas: z
    .int()
    .min(0)
    .max(10)
    .default(2)
    .describe("Pods of the operator. One works; the others stand by with filled caches."),
  leaderElection: z
    .strictObject({
      enabled: z
        .boolean()
        .default(true)
        .describe(
          "One replica works at a time. Off only with replicas 1 or 0, and then with a gap at updates.",
        ),
      leaseName: optionalName()
        .default("")
        .describe("Name of the Lease, in the release's namespace. Empty: the release's full name."),
    })
    .prefault({})
    .describe("How replicas agree on who works."),
  watchNamespaces: z
    .array(dnsLabel())
    .max(100)
    .meta({ uniqueItems: true })
    .default([])
    .describe(
      "Namespaces whose BatchTasks are run; they must exist. Empty: all, with a ClusterRole. Else the operator gets Roles in these alone.",
    ),
  workers: z
    .int()
    .min(1)
    .max(256)
    .default(SETTINGS.workers.schema.parse(undefined))
    .describe("BatchTasks that are worked on at once."),
  logging: z
    .strictObject({
      level: SETTINGS.logLevel.schema.describe("Least severe line that is logged."),
      format: z.enum(["json", "pretty"]).default("json").describe("One JSON object a line, or for people."),
    })
    .prefault({})
    .describe("The operator's log, on standard output."),
  shutdownSeconds: z
    .int()
    .min(1)
    .max(3600)
    .default(20)
    .describe("Longest time that a stop waits for work under way; the pod gets 10 s more."),
  resources: resources()
    .default({ requests: { cpu: "100m", memory: "160Mi" }, limits: { memory: "512Mi" } })
    .describe(
      "Resources of the operator's container: docs/decisions/0006-resources.md says where they come from.",
    ),
  priorityClassName: optionalName()
    .default("")
    .describe("PriorityClass of the pods. Empty: the cluster's default."),
  podDisruptionBudget: z
    .strictObject({
      enabled: z
        .boolean()
        .default(true)
        .describe("Render it; it needs two replicas, and is left out with fewer."),
      maxUnavailable: z.int().min(1).max(10).default(1).describe("Pods that a drain may take away at once."),
    })
    .prefault({})
    .describe("What a drain of nodes may do to the pods."),
  topologySpread: z
    .strictObject({
      enabled: z.boolean().default(true).describe("Spread the pods."),
      topologyKey: z
        .string()
        .min(1)
        .default("kubernetes.io/hostname")
        .describe("Label of nodes that pods are spread over."),
      whenUnsatisfiable: z
        .enum(["ScheduleAnyway", "DoNotSchedule"])
        .default("ScheduleAnyway")
        .describe("What happens where the pods can't be spread."),
    })
    .prefault({})
    .describe("How pods are spread over nodes."),
  nodeSelector: strings().describe("Labels of the nodes that the pods may run on."),
  tolerations: z.array(toleration).default([]).describe("Taints that the pods bear."),
  affinity: passedThrough().default({}).describe("Affinity of the pods, as a pod has it."),
  podLabels: strings().describe("Further labels of the pods."),
  podAnnotations: strings().describe("Annotations of the pods."),
  podSecurityContext: passedThrough()
    .default({
      runAsNonRoot: true,
      runAsUser: 65_532,
      runAsGroup: 65_532,
      seccompProfile: { type: "RuntimeDefault" },
    })
    .describe(
      "securityContext of the pods. Where the cluster chooses the user, set runAsUser and runAsGroup to null.",
    ),
  securityContext: passedThrough()
    .default({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    })
    .describe("securityContext of the container."),
  env: z
    .array(passedThrough())
    .default([])
    .describe("Further variables of the container, as HTTPS_PROXY and NO_PROXY."),
  volumes: z.array(passedThrough()).default([]).describe("Further volumes of the pods."),
  volumeMounts: z.array(passedThrough()).default([]).describe("Where the container has them."),
};
