import type { BatchTaskSpec } from "../../../src/api/batchtask.ts";
import { type Case, template } from "./case.ts";
import { refused } from "./names.ts";

const GPU = "example.com/gpu";
const MIG = "example.com/mig-7g.80gb";
const gpus = (count: number | string, name = GPU) => ({ limits: { [name]: String(count) } });
const container = (name: string, resources: object, more: object = {}) => ({
  name,
  image: "busybox:1.36",
  resources,
  ...more,
});
/** Containers beside the first one. */
const pod = (
  main: object,
  { containers = [], ...more }: { containers?: object[]; [field: string]: unknown } = {},
): BatchTaskSpec["template"] => {
  const made = template({ resources: main }, more);
  Object.assign(made.spec ?? {}, { containers: [...(made.spec?.containers ?? []), ...containers] });
  return made;
};

const names = refused("resourceNames", { resourceNames: { allowed: [GPU, "example.com/slice-*"] } });
const noNames = refused("resourceNames", { resourceNames: { allowed: [] } });
const asks = (where: string, name: string, allowed = `${GPU}, example.com/slice-*`) =>
  `spec.template.spec.${where} asks for ${name}, and policy POLICY allows ${allowed} beside cpu, memory and ephemeral-storage: ask for nothing else`;

export const RESOURCE_NAMES: Case[] = [
  names("absent", "", {}),
  names("inside", "a name", { template: pod({ limits: { ...gpus(2).limits, cpu: "1" } }) }),
  names("inside", "a pattern", { template: pod(gpus(1, "example.com/slice-1g")) }),
  names(
    "above",
    "another name, told once",
    { template: pod({ ...gpus(64, MIG), requests: { [MIG]: "64" } }) },
    [asks("containers[main].resources.limits", MIG)],
  ),
  names(
    "above",
    "in an init container and a sidecar",
    {
      template: pod(
        {},
        {
          initContainers: [
            container("side", gpus(1, MIG), { restartPolicy: "Always" }),
            container("init", gpus(1, MIG)),
          ],
        },
      ),
    },
    ["side", "init"].map((name) => asks(`initContainers[${name}].resources.limits`, MIG)),
  ),
  noNames("above", "none is allowed", { template: pod(gpus(1)) }, [
    asks("containers[main].resources.limits", GPU, "none"),
  ]),
  noNames("inside", "none but what every node has", {
    template: pod({ limits: { cpu: "1", memory: "1Gi" } }),
  }),
];

const claims = refused("resourceClaims", { resourceClaims: { allowed: ["small-*", "mine"] } });
const claiming = (...resourceClaims: object[]) => ({ template: template({}, { resourceClaims }) });

export const RESOURCE_CLAIMS: Case[] = [
  claims("absent", "", {}),
  claims(
    "inside",
    "",
    claiming({ name: "a", resourceClaimTemplateName: "small-gpu" }, { name: "b", resourceClaimName: "mine" }),
  ),
  claims("above", "", claiming({ name: "a", resourceClaimTemplateName: "large" }), [
    "spec.template.spec.resourceClaims[a].resourceClaimTemplateName is large, and policy POLICY allows small-*, mine: use one of these",
  ]),
];

const podLimits = {
  cpu: { max: "2500m" },
  memory: { max: "4Gi" },
  "example.com/*": { max: 2 },
};
const ofPod = refused("podResources", { podResources: { limits: podLimits } });
const podRequests = refused("podResources", {
  resources: { requests: { memory: { max: "1Gi" } } },
  podResources: { requests: { cpu: { max: "300m" }, memory: { max: "2Gi" } } },
});
const sum = (what: string, asked: string, bound: string | number) =>
  `spec.template.spec.containers[*].resources.${what} is ${asked} in sum, and policy POLICY allows a pod at most ${bound}: ask for less, or for fewer containers`;

export const POD_RESOURCES: Case[] = [
  ofPod("absent", "what is filled in is within it", {}),
  ofPod("inside", "to the last digit", {
    template: pod(
      { limits: { cpu: "0.1", memory: "1Gi", ...gpus(1).limits } },
      {
        containers: [
          container("b", { limits: { cpu: "0.7", memory: "1Gi", ...gpus(1, MIG).limits } }),
          container("c", { limits: { cpu: "1.7", memory: "2Gi" } }),
        ],
      },
    ),
  }),
  ofPod(
    "above",
    "all that match a pattern",
    { template: pod(gpus(2), { containers: [container("b", gpus(1, MIG))] }) },
    [sum("limits.example.com/*", "3", 2)],
  ),
  ofPod(
    "above",
    "what is filled in counts",
    { template: pod({}, { containers: ["b", "c"].map((name) => container(name, {})) }) },
    [sum("limits.cpu", "3", "2500m")],
  ),
  ofPod(
    "above",
    "an init container with the sidecars",
    {
      template: pod(gpus(1), {
        initContainers: [
          container("side", gpus(1), { restartPolicy: "Always" }),
          container("first", gpus(1)),
          container("second", gpus(2)),
        ],
      }),
    },
    [sum("limits.example.com/*", "3", 2)],
  ),
  ofPod("inside", "init containers come one after another", {
    template: pod(gpus(1), { initContainers: ["first", "second"].map((name) => container(name, gpus(2))) }),
  }),
  ofPod("above", "a limit of 0 is none", { template: pod({ limits: { cpu: "0" } }) }, [
    sum("limits.cpu", "16", "2500m"),
  ]),
  ofPod("above", "memory", { template: pod({ limits: { memory: "6Gi" } }) }, [
    sum("limits.memory", "6144Mi", "4Gi"),
  ]),
  ofPod("inside", "the pod's own counts alone", {
    template: pod(
      {},
      {
        resources: { limits: { cpu: "2" } },
        containers: ["b", "c"].map((name) => container(name, {})),
      },
    ),
  }),
  podRequests("inside", "", { template: pod({ requests: { cpu: "300m" } }) }),
  podRequests("above", "a limit stands for a request", { template: pod({ limits: { cpu: "400m" } }) }, [
    sum("requests.cpu", "0.4", "300m"),
  ]),
  podRequests("absent", "what is filled in is within it", {
    template: pod({}, { containers: [container("b", {}), container("c", {})] }),
  }),
];

const ofTask = refused("taskResources", {
  parallelism: { max: 10, onViolation: "Clamp" },
  taskResources: { limits: { [GPU]: { max: 16 } }, requests: { cpu: { max: 1 } } },
});
const inAll = (what: string, asked: string, pods: number, bound: number) =>
  `spec.template.spec.containers[*].resources.${what} is ${asked} in sum, for ${pods} pods at once, and policy POLICY allows a task at most ${bound}: ask for less, or lower spec.parallelism`;

export const TASK_RESOURCES: Case[] = [
  ofTask("absent", "", {}),
  ofTask("inside", "", { parallelism: 8, completions: 8, template: pod(gpus(2)) }),
  ofTask("inside", "no more pods than completions", {
    parallelism: 8,
    completions: 1,
    template: pod(gpus(8)),
  }),
  ofTask(
    "above",
    "four containers, eight pods",
    {
      parallelism: 8,
      completions: 50,
      template: pod(gpus(2), { containers: ["b", "c", "d"].map((name) => container(name, gpus(2))) }),
    },
    [inAll("requests.cpu", "3.2", 8, 1), inAll(`limits.${GPU}`, "64", 8, 16)],
  ),
];
