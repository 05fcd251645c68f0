import type { Case } from "./case.ts";
import { among, pod, refused } from "./names.ts";

const tolerating = refused("tolerations", { tolerations: { allowed: ["batch", "example.com/*"] } });
const tolerates = (...tolerations: object[]) => pod({ tolerations });
export const TOLERATIONS: Case[] = [
  tolerating("inside", "", tolerates({ key: "batch", operator: "Exists" })),
  tolerating("inside", "by a pattern", tolerates({ key: "example.com/spot", operator: "Exists" })),
  tolerating("absent", "", {}),
  tolerating("above", "another", tolerates({ key: "gpu", value: "a100", effect: "NoSchedule" }), [
    among("tolerations", "gpu", "batch, example.com/*"),
  ]),
  tolerating("above", "all of them", tolerates({ operator: "Exists" }), [
    among("tolerations", "every taint", "batch, example.com/*"),
  ]),
];

const GPU = { key: "gpu", operator: "Exists", effect: "NoSchedule" } as const;
const SPOT = { key: "spot", value: "a", effect: "NoExecute", tolerationSeconds: 60 } as const;
const injecting = refused("tolerations", { tolerations: { allowed: ["batch"], inject: [GPU, SPOT] } });
const withTolerations = (...tolerations: object[]) => ({ template: { spec: { tolerations } } });
export const INJECTED_TOLERATIONS: Case[] = [
  { ...injecting("absent", "what is injected", {}), applied: withTolerations(GPU, SPOT) },
  {
    ...injecting("inside", "beside the author's own", tolerates({ key: "batch", operator: "Exists" })),
    applied: withTolerations({ key: "batch", operator: "Exists" }, GPU, SPOT),
  },
  {
    ...injecting("inside", "an author who writes the same", tolerates(SPOT, GPU)),
    applied: withTolerations(SPOT, GPU),
  },
  injecting("above", "an author's own value stays, and is judged", tolerates({ ...SPOT, value: "b" }), [
    among("tolerations", "spot", "batch"),
  ]),
];
const alone = refused("tolerations", { tolerations: { inject: [GPU, SPOT] } });
INJECTED_TOLERATIONS.push(
  {
    ...alone("other", "an author's own for all effects", tolerates({ key: "spot", operator: "Exists" })),
    applied: withTolerations({ key: "spot", operator: "Exists" }, GPU),
  },
  {
    ...alone("other", "an author's own for all taints", tolerates({ operator: "Exists" })),
    applied: withTolerations({ operator: "Exists" }),
  },
  {
    ...alone(
      "other",
      "an author's own for another effect",
      tolerates({ key: "gpu", operator: "Exists", effect: "NoExecute" }),
    ),
    applied: withTolerations({ key: "gpu", operator: "Exists", effect: "NoExecute" }, GPU, SPOT),
  },
);

const selecting = refused("nodeSelector", {
  nodeSelector: {
    required: ["pool", "zone"],
    values: { pool: ["batch", "gpu-*"], zone: ["a"] },
    inject: { zone: "a" },
  },
});
const selected = (nodeSelector: object) => pod({ nodeSelector });
const withSelector = (nodeSelector: object) => ({ template: { spec: { nodeSelector } } });
export const NODE_SELECTORS: Case[] = [
  {
    ...selecting("inside", "by a pattern, beside what is injected", selected({ pool: "gpu-a100" })),
    applied: withSelector({ pool: "gpu-a100", zone: "a" }),
  },
  selecting("absent", "", {}, [
    "spec.template.spec.nodeSelector[pool] is absent, and policy POLICY asks for it: add the key to the nodeSelector",
  ]),
  selecting("above", "an author's own value stays, and is bounded", selected({ pool: "batch", zone: "b" }), [
    "spec.template.spec.nodeSelector[zone] is b, and policy POLICY allows a: use one of these",
  ]),
  selecting("above", "a node by its name", pod({ nodeSelector: { pool: "batch" }, nodeName: "n1" }), [
    "spec.template.spec.nodeName is n1, and policy POLICY bounds which nodes may be asked for: remove it, and use nodeSelector",
  ]),
];

const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
const AT = `spec.template.spec.affinity.nodeAffinity.${REQUIRED}.nodeSelectorTerms`;
const affine = (terms: object[], more: object = {}) =>
  pod({ ...more, affinity: { nodeAffinity: { [REQUIRED]: { nodeSelectorTerms: terms } } } });
const asks = (key: string, operator: string, ...values: string[]) => ({
  matchExpressions: [{ key, operator, ...(values.length > 0 && { values }) }],
});
const bounding = refused("nodeSelector", { nodeSelector: { values: { pool: ["batch", "gpu-*"] } } });
const isAbove = (what: string) => `${AT}.matchExpressions[pool] ${what}`;
const ALLOWS = "and policy POLICY allows batch, gpu-*";

export const NODE_AFFINITIES: Case[] = [
  bounding("inside", "affinity to what is allowed", affine([asks("pool", "In", "batch", "gpu-a")])),
  bounding("inside", "another key", affine([asks("zone", "NotIn", "a"), asks("disk", "Exists")])),
  bounding(
    "inside",
    "a key that the nodeSelector has",
    affine([asks("pool", "NotIn", "gpu-a")], { nodeSelector: { pool: "gpu-b" } }),
  ),
  bounding("above", "affinity to another value", affine([asks("pool", "In", "batch", "web", "db")]), [
    isAbove(`asks for web, ${ALLOWS}: use one of these`),
    isAbove(`asks for db, ${ALLOWS}: use one of these`),
  ]),
  bounding(
    "above",
    "operators that leave the value open, in each term",
    affine([asks("pool", "Exists"), asks("zone", "In", "a"), asks("pool", "NotIn", "batch")]),
    ["Exists", "NotIn"].map((operator) =>
      isAbove(`has operator ${operator}, ${ALLOWS}: use operator In with some of these`),
    ),
  ),
  bounding(
    "above",
    "a node by its name, in affinity",
    affine([{ matchFields: [{ key: "metadata.name", operator: "In", values: ["n1"] }] }]),
    [
      `${AT}.matchFields is n1, and policy POLICY bounds which nodes may be asked for: remove it, and use nodeSelector`,
    ],
  ),
  bounding(
    "other",
    "preferred affinity is none of it",
    pod({
      affinity: {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 1, preference: asks("pool", "In", "web") },
          ],
        },
      },
    }),
  ),
];
const pooled = refused("nodeSelector", {
  nodeSelector: { values: { pool: ["batch"] }, inject: { pool: "batch" }, required: ["zone"] },
});
NODE_AFFINITIES.push(
  {
    ...pooled(
      "inside",
      "affinity beside what is required and injected",
      affine([asks("zone", "In", "a"), asks("pool", "In", "web")], { nodeSelector: { zone: "a" } }),
    ),
    applied: withSelector({ zone: "a", pool: "batch" }),
  },
  pooled(
    "absent",
    "affinity does not do instead of a required key",
    affine([asks("zone", "In", "a")], { nodeSelector: { pool: "batch" } }),
    [
      "spec.template.spec.nodeSelector[zone] is absent, and policy POLICY asks for it: add the key to the nodeSelector",
    ],
  ),
);
