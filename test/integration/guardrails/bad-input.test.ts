import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { PolicySpec } from "../../../src/api/policy/policy.ts";
import { fromKubeconfig } from "../../../src/kube/access/kubeconfig.ts";
import { type Client, createClient } from "../../../src/kube/client.ts";
import { systemClock } from "../../../src/kube/clock.ts";
import { createTransport, type Transport } from "../../../src/kube/transport/transport.ts";

let transport: Transport;
let client: Client;
beforeAll(async () => {
  const access = await fromKubeconfig({ path: inject("kubeconfig"), clock: systemClock });
  transport = createTransport({ access, clock: systemClock, random: Math.random });
  client = createClient(transport, { fieldManager: "test" });
});
afterAll(() => transport.close());

/** A dry-run creation: what the API server says of a policy. */
function judge(spec: object): Promise<string> {
  const body = {
    apiVersion: "batchtask.dev/v1alpha1",
    kind: "BatchTaskPolicy",
    metadata: { name: "judged" },
    spec,
  };
  const query = { dryRun: "All", fieldValidation: "Strict" };
  return client.raw("POST", "/apis/batchtask.dev/v1alpha1/batchtaskpolicies", { query, body }).then(
    () => "accepted",
    (error: unknown) => String(error),
  );
}

const limits = (name: string, bounds: object) => ({ rules: { resources: { limits: { [name]: bounds } } } });
const freeze = (fields: object) => ({
  rules: { freezes: [{ schedule: "@daily", durationSeconds: 60, ...fields }] },
});
const label = (expression: object) => ({
  namespaceSelector: { matchExpressions: [{ key: "a", ...expression }] },
  rules: {},
});

test.each<[string, object, string]>([
  [
    "min above max",
    { rules: { backoffLimit: { min: 5, max: 3 } } },
    "min is above max: lower min or raise max",
  ],
  [
    "a default below min",
    { rules: { parallelism: { min: 5, default: 3 } } },
    "min is above default: raise default or lower min",
  ],
  [
    "a default above max",
    { rules: { completions: { max: 5, default: 9 } } },
    "default is above max: lower default or raise max",
  ],
  [
    "quantities: min above max, in two notations",
    limits("memory", { min: "1Gi", max: "1G" }),
    "min is above max",
  ],
  ["quantities: a default above max", limits("cpu", { default: "1500m", max: 1 }), "default is above max"],
  ["an unknown resource name", limits("cpuu", { max: 1 }), "a resource is cpu, memory, ephemeral-storage"],
  ["no quantity", limits("cpu", { max: "4x" }), "spec.rules.resources.limits.cpu.max"],
  ["a quantity below zero", limits("cpu", { max: "-1" }), "spec.rules.resources.limits.cpu.max"],
  ["a number below zero", { rules: { backoffLimit: { max: -1 } } }, "should be greater than or equal to 0"],
  ["an invalid image pattern", { rules: { images: { allowed: ["a b"] } } }, "spec.rules.images.allowed[0]"],
  [
    "a regular expression as an image pattern",
    { rules: { images: { allowed: ["a(b|c)"] } } },
    "spec.rules.images.allowed[0]",
  ],
  [
    "an empty list that would allow nothing",
    { rules: { serviceAccounts: { allowed: [] } } },
    "should have at least 1 items",
  ],
  [
    "our own label injected",
    { rules: { labels: { inject: { "batchtask.dev/run": "1" } } } },
    "choose another prefix",
  ],
  [
    "our own label required",
    { rules: { labels: { required: ["batchtask.dev/x"] } } },
    "choose another prefix",
  ],
  [
    "a label's value that is none",
    { rules: { labels: { inject: { a: "b c" } } } },
    "spec.rules.labels.inject.a",
  ],
  [
    "our own annotation injected",
    { rules: { annotations: { inject: { "batchtask.dev/task": "x" } } } },
    "annotations under batchtask.dev/ are the operator's own and can't be injected",
  ],
  [
    "Kubernetes' own label from the namespace",
    { rules: { labels: { fromNamespace: { "job-name": "team" } } } },
    "Kubernetes sets this label of a Job's pods itself",
  ],
  [
    "a key of the namespace's labels that is none",
    { rules: { labels: { fromNamespace: { team: "a b" } } } },
    "spec.rules.labels.fromNamespace.team",
  ],
  ["a rule that says nothing", { rules: { priorityClasses: {} } }, "set allowed or default, or remove it"],
  [
    "a toleration of every taint injected",
    { rules: { tolerations: { inject: [{ operator: "Exists" }] } } },
    "spec.rules.tolerations.inject[0].key: Required value",
  ],
  [
    "a toleration with Exists and a value",
    { rules: { tolerations: { inject: [{ key: "a", operator: "Exists", value: "b" }] } } },
    "remove it, or take operator Equal",
  ],
  [
    "tolerationSeconds without NoExecute",
    { rules: { tolerations: { inject: [{ key: "a", effect: "NoSchedule", tolerationSeconds: 5 }] } } },
    "goes with effect NoExecute alone",
  ],
  [
    "two tolerations of one taint",
    { rules: { tolerations: { inject: [{ key: "a" }, { key: "a", operator: "Exists" }] } } },
    "two tolerations have the same key and effect",
  ],
  [
    "a pattern as a default",
    { rules: { priorityClasses: { default: "low-*" } } },
    "spec.rules.priorityClasses.default",
  ],
  [
    "root as a default",
    { rules: { podSecurityContext: { default: { runAsUser: 0 } } } },
    "should be greater than or equal to 1",
  ],
  [
    "a default that allows what nobody forbids",
    { rules: { containerSecurityContext: { default: { allowPrivilegeEscalation: true } } } },
    'supported values: "false"',
  ],
  [
    "an empty default",
    { rules: { podSecurityContext: { default: {} } } },
    "the rule says nothing: set runAsNonRoot or",
  ],
  ["In without values", label({ operator: "In" }), "In and NotIn need values"],
  [
    "a schedule of six fields",
    freeze({ schedule: "0 0 0 * * *" }),
    "no cron expression as a CronJob takes it",
  ],
  ["a schedule out of range", freeze({ schedule: "0 24 * * *" }), "hour (0-23)"],
  ["@every", freeze({ schedule: "@every 1h" }), "write five fields, as 0 */2 * * * for every two hours"],
  ["a time zone in a schedule", freeze({ schedule: "TZ=UTC 0 0 * * *" }), "write it into timeZone"],
  ["a time zone that nobody knows", freeze({ timeZone: "Nowhere/City" }), "as Europe/Berlin or Etc/UTC"],
  ["the server's own time zone", freeze({ timeZone: "Local" }), "no time zone of the IANA database"],
  ["an offset in the place of a zone", freeze({ timeZone: "+02:00" }), "spec.rules.freezes[0].timeZone"],
  ["a freeze without a length", freeze({ durationSeconds: 0 }), "spec.rules.freezes[0].durationSeconds"],
  ["Exists with values", label({ operator: "Exists", values: ["x"] }), "In and NotIn need values"],
  ["an unknown rule", { rules: { backofLimit: { max: 1 } } }, 'unknown field "spec.rules.backofLimit"'],
  ["an unknown mode", { mode: "Audit", rules: {} }, "Unsupported value"],
  ["no rules at all", {}, "spec.rules: Required value"],
])("a policy with %s is refused", async (_, spec, words) => {
  expect(await judge(spec)).toContain(words);
});

test.each<[string, PolicySpec]>([
  ["nothing in it", { rules: {} }],
  [
    "all that can be filled in",
    {
      rules: {
        tolerations: {
          inject: [
            { key: "a", effect: "NoSchedule" },
            { key: "a", effect: "NoExecute", tolerationSeconds: 5 },
            { key: "example.com/b", operator: "Exists" },
          ],
        },
        imagePullSecrets: { inject: ["mirror"] },
        priorityClasses: { default: "low" },
        podSecurityContext: {
          default: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
        },
        containerSecurityContext: {
          default: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
        },
      },
    },
  ],
  ["one value for min, default and max", { rules: { backoffLimit: { min: 1, default: 1, max: 1 } } }],
  [
    "equal quantities in other notations",
    { rules: { resources: { limits: { cpu: { min: "1000m", default: 1, max: "1" } } } } },
  ],
  [
    "extended resources and huge pages",
    { rules: { resources: { limits: { "nvidia.com/gpu": { max: 1 }, "hugepages-2Mi": { max: "1Gi" } } } } },
  ],
  [
    "freezes of every kind",
    {
      rules: {
        freezes: ["*/15,3 1-5/2 1,15 JAN-mar,12 mon-Fri", "? ? ? ? ?", "@hourly", "0 0 29 2 *"].map(
          (schedule) => ({
            schedule,
            timeZone: "America/Argentina/Buenos_Aires",
            durationSeconds: 60,
            reason: "“quarter-end”",
          }),
        ),
      },
    },
  ],
])("a policy with %s is accepted", async (_, spec) => {
  expect(await judge(spec)).toBe("accepted");
});
