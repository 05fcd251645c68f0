import { RULES } from "../chain.ts";
import { EXEMPT_VARIABLES } from "../exempt/cel.ts";

/** A CEL variable of an admission policy; computed when first used, in the order of the list. */
export interface Variable {
  name: string;
  expression: string;
}

/** One requirement of matchExpressions (LabelSelectorRequirement in k8s.io/apimachinery). */
const requirement = (labels: string): string =>
  [
    `e.operator == 'In' ? e.key in ${labels} && ${labels}[e.key] in e.values`,
    `e.operator == 'NotIn' ? !(e.key in ${labels} && ${labels}[e.key] in e.values)`,
    `e.operator == 'Exists' ? e.key in ${labels} : !(e.key in ${labels})`,
  ].join(" : ");

/** Whether the selector takes a namespace with these labels; `asked` makes of what is asked of a key what can be told. */
const selects = (
  selector: string,
  labels: string,
  asked = (_key: string, of: string): string => of,
): string => {
  const label = asked("key", `key in ${labels} && ${labels}[key] == ${selector}.matchLabels[key]`);
  return [
    `(!has(${selector}.matchLabels) || ${selector}.matchLabels.all(key, ${label}))`,
    `(!has(${selector}.matchExpressions) || ${selector}.matchExpressions.all(e, ${asked("e.key", requirement(labels))}))`,
  ].join(" && ");
};

const NAME = "kubernetes.io/metadata.name";
const SELECTOR = "params.spec.namespaceSelector";

const byName = selects(
  SELECTOR,
  `{'${NAME}': request.namespace}`,
  (key, of) => `${key} != '${NAME}' || (${of})`,
);

/** CEL: whether the policy may hold in a namespace of which no more than the name is known. */
export const MAY_MATCH = `(!has(${SELECTOR}) || (${byName}))`;

/** Paths as holdersOf makes them in TypeScript. */
const holders = ["containers", "initContainers"].map(
  (list) =>
    `(has(variables.pod.${list}) ? variables.pod.${list}.filter(c, has(c.resources)).map(c, {'path': dyn('template.spec.${list}[' + c.name + '].resources'), 'resources': dyn(c.resources)}) : [])`,
);

/** Whether an edit leaves spec as it was: then nothing is judged, so that no old task gets stuck. */
export const CHANGED: Variable = {
  name: "changed",
  expression: "oldObject == null || object.spec != oldObject.spec",
};

/** Of a BatchTask: whether it has changed, the spec of the Job to be, and where that stands. */
export const OF_TASK: readonly Variable[] = [
  CHANGED,
  { name: "spec", expression: "object.spec" },
  { name: "root", expression: "'spec.'" },
];

/** What every rule can use, then each rule's own. */
export const VARIABLES: readonly Variable[] = [
  { name: "policy", expression: "params.metadata.name" },
  { name: "rules", expression: "params.spec.rules" },
  { name: "rehearsal", expression: "has(params.spec.mode) && params.spec.mode == 'Warn'" },
  {
    name: "labels",
    expression:
      "namespaceObject != null && has(namespaceObject.metadata.labels) ? namespaceObject.metadata.labels : {}",
  },
  { name: "matches", expression: `!has(${SELECTOR}) || (${selects(SELECTOR, "variables.labels")})` },
  ...EXEMPT_VARIABLES,
  { name: "pod", expression: "has(variables.spec.template.spec) ? variables.spec.template.spec : {}" },
  {
    name: "holders",
    expression: [
      ...holders,
      "(has(variables.pod.resources) ? [{'path': dyn('template.spec.resources'), 'resources': dyn(variables.pod.resources)}] : [])",
    ].join(" + "),
  },
  {
    name: "templateLabels",
    expression:
      "has(variables.spec.template.metadata) && has(variables.spec.template.metadata.labels) ? variables.spec.template.metadata.labels : {}",
  },
  ...RULES.flatMap(({ variables = {} }) =>
    Object.entries(variables).map(([name, expression]) => ({ name, expression })),
  ),
];
