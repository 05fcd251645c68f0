import { z } from "zod";
import { policySpecSchema } from "../../../src/api/policy/policy.ts";
import { optionalName, passedThrough, port, strings } from "./kubernetes.ts";

const { namespaceSelector, mode, rules, appliesTo, onJobClamp, exceptUsers } = policySpecSchema.shape;

/** What the cluster gets beside the Deployment. */
export const cluster = {
  serviceAccount: z
    .strictObject({
      create: z.boolean().default(true).describe("Create it. Else the one that name names must exist."),
      name: optionalName().default("").describe("Its name. Empty: the release's full name."),
      annotations: strings().describe("Its annotations."),
    })
    .prefault({})
    .describe("The operator's ServiceAccount."),
  rbac: z
    .strictObject({
      create: z.boolean().default(true).describe("Grant the operator what it uses, and no more."),
      readPolicies: z
        .boolean()
        .default(false)
        .describe(
          "With watchNamespaces: a ClusterRole lets the operator read BatchTaskPolicies and namespaces. Without it the built-in baseline holds. With all namespaces it always may.",
        ),
      aggregatedRoles: z
        .boolean()
        .default(true)
        .describe("Add BatchTasks to the cluster's roles view, edit and admin."),
      policiesForAll: z
        .boolean()
        .default(false)
        .describe(
          "Every authenticated user may read BatchTaskPolicies, so that whoever lives under the rules can see them.",
        ),
    })
    .prefault({})
    .describe("Who may do what."),
  crds: z
    .strictObject({
      install: z.boolean().default(true).describe("Install and upgrade the CustomResourceDefinitions."),
      keep: z
        .boolean()
        .default(true)
        .describe("Leave them, and with them all BatchTasks, when the release is uninstalled."),
    })
    .prefault({})
    .describe("The CustomResourceDefinitions."),
  admission: z
    .strictObject({
      enabled: z
        .boolean()
        .default(true)
        .describe(
          "ValidatingAdmissionPolicies judge BatchTasks at kubectl apply. One release of a cluster owns them.",
        ),
      jobs: z
        .boolean()
        .default(false)
        .describe(
          "And Jobs and CronJobs of other tools, by the policies whose appliesTo names them. From Kubernetes 1.36 on those with onJobClamp: Clamp fill in and clamp; before, they warn. The operator may list CronJobs then, to count them in the policies' statuses. Off: no admission object for Jobs but the fence.",
        ),
    })
    .prefault({})
    .describe("What is refused or warned of at kubectl apply."),
  policy: z
    .strictObject({
      baseline: z
        .strictObject({
          name: optionalName().min(1).default("platform").describe("Its name."),
          mode: mode,
          namespaceSelector: (namespaceSelector ?? z.never()).describe("Where it holds. Absent: everywhere."),
          appliesTo,
          onJobClamp,
          exceptUsers: exceptUsers
            .unwrap()
            .default([])
            .describe(exceptUsers.description ?? ""),
          rules: rules
            .default({})
            .describe(
              "Its bounds: docs/reference/guardrails.md. Empty: no policy is made, and the built-in baseline holds.",
            ),
        })
        .prefault({})
        .describe("A BatchTaskPolicy that comes with the release."),
    })
    .prefault({})
    .describe("Policies."),
  networkPolicy: z
    .strictObject({
      enabled: z.boolean().default(true).describe("Render it."),
      metricsFrom: z
        .array(passedThrough())
        .default([])
        .describe("NetworkPolicyPeers that may read metrics. Empty: any pod of the cluster."),
      apiServerPorts: z
        .array(port())
        .default([443, 6443, 8443, 16443])
        .describe(
          "Ports that the operator may connect to: the API server's, behind its Service. Empty: any.",
        ),
      dns: z
        .boolean()
        .default(false)
        .describe(
          "The operator may ask for names, by port 53: where KUBERNETES_SERVICE_HOST or a proxy is a name.",
        ),
    })
    .prefault({})
    .describe("What may connect to the pods, and what they may connect to."),
  commonLabels: strings().describe("Further labels of all objects."),
};
