import type { PolicyRules } from "../../../src/api/policy/rules.ts";
import { ABOVE, BELOW, type Case, template } from "./case.ts";

const limits = { cpu: { default: "500m", min: "200m", max: 2 } };
const rules: PolicyRules = { resources: { limits } };
const at = (kind: string, list = "containers[main]") => `template.spec.${list}.resources.${kind}`;
const asked = (resources?: object) => ({ template: template(resources && { resources }) });
const applied = (resources: object) => ({
  template: { spec: { containers: [{ name: "main", resources }] } },
});

const line = (
  state: Case["state"],
  name: string,
  [before, after]: [object | undefined, object],
  more: Partial<Case> = {},
): Case => ({
  rule: "resources",
  state,
  name,
  rules,
  spec: asked(before),
  clamp: [],
  reject: [],
  applied: applied(after),
  ...more,
});

/** The API server wants a pod's own request to be no less than its containers' together. */
const LITTLE = { requests: { cpu: "10m" }, limits: { cpu: "1" } };

export const RESOURCES: Case[] = [
  line("absent", "a limit", [undefined, { limits: { cpu: "500m" } }]),
  line("inside", "a limit, in another notation", [{ limits: { cpu: "2000m" } }, { limits: { cpu: "2" } }]),
  line("below", "a limit", [{ limits: { cpu: "100m" } }, { limits: { cpu: "200m" } }], {
    clamp: [BELOW.clamp(at("limits.cpu"), "100m", "200m")],
    reject: [BELOW.reject(at("limits.cpu"), "100m", "200m")],
  }),
  line(
    "above",
    "a limit, and its request with it",
    [
      { limits: { cpu: "3" }, requests: { cpu: "2500m" } },
      { limits: { cpu: "2" }, requests: { cpu: "2" } },
    ],
    {
      clamp: [ABOVE.clamp(at("limits.cpu"), "3", "2")],
      reject: [ABOVE.reject(at("limits.cpu"), "3", "2")],
    },
  ),
  line("above", "a limit of 0, which is none", [{ limits: { cpu: 0 } }, { limits: { cpu: "2" } }], {
    clamp: [ABOVE.clamp(at("limits.cpu"), "0 (no limit)", "2")],
    reject: [ABOVE.reject(at("limits.cpu"), "0 (no limit)", "2")],
  }),
  line("absent", "limit = max(default, request)", [
    { requests: { cpu: "1" } },
    { requests: { cpu: "1" }, limits: { cpu: "1" } },
  ]),
  line(
    "absent",
    "no default, and absent would be unlimited",
    [undefined, { limits: { "ephemeral-storage": "1Gi" } }],
    {
      rules: { resources: { limits: { "ephemeral-storage": { max: "1Gi" } } } },
    },
  ),
  line(
    "absent",
    "a disk that is bounded and not reserved",
    [undefined, { requests: { "ephemeral-storage": "0" }, limits: { "ephemeral-storage": "20Gi" } }],
    {
      rules: {
        resources: {
          requests: { "ephemeral-storage": { default: "0" } },
          limits: { "ephemeral-storage": { default: "20Gi", max: "100Gi" } },
        },
      },
    },
  ),
  line(
    "above",
    "a request",
    [
      { requests: { memory: "2Gi" }, limits: { memory: "4Gi" } },
      { requests: { memory: "1Gi" }, limits: { memory: "4Gi" } },
    ],
    {
      rules: { resources: { requests: { memory: { max: "1Gi" } } } },
      clamp: [ABOVE.clamp(at("requests.memory"), "2Gi", "1Gi")],
      reject: [ABOVE.reject(at("requests.memory"), "2Gi", "1Gi")],
    },
  ),
  line(
    "above",
    "a limit that stands for the request",
    [{ limits: { memory: "4Gi" } }, { requests: { memory: "1Gi" }, limits: { memory: "4Gi" } }],
    { rules: { resources: { requests: { memory: { max: "1Gi" } } } } },
  ),
  line(
    "above",
    "a resource of another name",
    [{ limits: { "example.com/gpu": "4" } }, { limits: { "example.com/gpu": "2" } }],
    {
      rules: { resources: { limits: { "example.com/gpu": { max: 2 } } } },
      clamp: [ABOVE.clamp(at("limits.example.com/gpu"), "4", "2")],
      reject: [ABOVE.reject(at("limits.example.com/gpu"), "4", "2")],
    },
  ),
  line("absent", "a resource of another name is not forced upon anybody", [undefined, {}], {
    rules: { resources: { limits: { "example.com/gpu": { max: 2 } } } },
  }),
  {
    rule: "resources",
    state: "above",
    name: "a sidecar and an init container",
    rules,
    spec: {
      template: template(
        { resources: { limits: { cpu: 1 } } },
        {
          initContainers: [
            {
              name: "side",
              image: "busybox:1.36",
              restartPolicy: "Always",
              resources: { limits: { cpu: "4" } },
            },
            { name: "init", image: "busybox:1.36", resources: { limits: { cpu: "5" } } },
          ],
        },
      ),
    },
    clamp: ["side", "init"].map((name, i) =>
      ABOVE.clamp(at("limits.cpu", `initContainers[${name}]`), String(4 + i), "2"),
    ),
    reject: ["side", "init"].map((name, i) =>
      ABOVE.reject(at("limits.cpu", `initContainers[${name}]`), String(4 + i), "2"),
    ),
    applied: {
      template: {
        spec: {
          initContainers: ["side", "init"].map((name) => ({ name, resources: { limits: { cpu: "2" } } })),
        },
      },
    },
  },
  {
    rule: "resources",
    state: "absent",
    name: "a pod's own request without a limit: the pod gets it, and no less than a container's",
    rules,
    spec: {
      template: template(
        {},
        {
          resources: { requests: { cpu: "10m" } },
          initContainers: [{ name: "init", image: "busybox:1.36", resources: LITTLE }],
        },
      ),
    },
    clamp: [],
    reject: [],
    applied: {
      template: { spec: { resources: { requests: { cpu: "10m" }, limits: { cpu: "1" } } } },
    },
  },
  {
    rule: "resources",
    state: "inside",
    name: "a pod's own request, where every container has a limit",
    rules,
    spec: {
      template: template({ resources: LITTLE }, { resources: { requests: { cpu: "10m" } } }),
    },
    clamp: [],
    reject: [],
    applied: { template: { spec: { resources: { requests: { cpu: "10m" } } } } },
  },
];
