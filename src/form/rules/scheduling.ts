import { below, type Check, type FormRules } from "../check.ts";
import { known, needs } from "../checks/choice.ts";
import { formed } from "../checks/text.ts";
import { fieldOf, isThere, itemsOf, textOf } from "../values.ts";

const key = formed("qualifiedName");
const operatorIs = (value: string, ...names: readonly string[]): string =>
  `has(${value}.operator) && ${value}.operator in [${names.map((name) => `'${name}'`).join(", ")}]`;

/** ValidateNodeSelectorRequirement and ValidateLabelSelectorRequirement: how many values an operator takes. */
const valuesOfOperator: Check = {
  field: "values",
  isWrong: (value) => {
    const [operator, { length }] = [textOf(value, "operator"), itemsOf(value, "values")];
    if (operator === "In" || operator === "NotIn") return length === 0;
    if (operator === "Exists" || operator === "DoesNotExist") return length > 0;
    return (operator === "Gt" || operator === "Lt") && length !== 1;
  },
  wrong: (value) => {
    const count = `(has(${value}.values) ? size(${value}.values) : 0)`;
    return [
      `(${operatorIs(value, "In", "NotIn")} && ${count} == 0)`,
      `(${operatorIs(value, "Exists", "DoesNotExist")} && ${count} > 0)`,
      `(${operatorIs(value, "Gt", "Lt")} && ${count} != 1)`,
    ].join(" || ");
  },
  tells: false,
  says: "are not as many as the operator takes: some for In and NotIn, none for Exists and DoesNotExist, one for Gt and Lt",
};

const expressions: FormRules = { "[]": [valuesOfOperator], "[].key": [key] };
const labelValues: FormRules = { "matchExpressions[].values[]": [formed("labelValue")] };

/** ValidateLabelSelector. */
export const selector: FormRules = {
  ...below("matchExpressions", expressions),
  ...labelValues,
  "matchExpressions[].operator": [known("In", "NotIn", "Exists", "DoesNotExist")],
  "matchLabels{}": [key],
  "matchLabels{=}": [formed("labelValue")],
};

/** ValidateNodeSelectorTerm; values are not looked at where they are only preferred. */
const nodeTerm: FormRules = {
  ...below("matchExpressions", expressions),
  "matchExpressions[].operator": [known("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt")],
  "matchFields[]": [
    {
      field: "values",
      isWrong: (value) => itemsOf(value, "values").length !== 1,
      wrong: (value) => `!has(${value}.values) || size(${value}.values) != 1`,
      tells: false,
      says: "are more or less than the one that a field takes: leave one",
    },
  ],
  "matchFields[].values[]": [formed("dnsSubdomain", { emptyToo: true })],
  "matchFields[].operator": [known("In", "NotIn")],
  "matchFields[].key": [known("metadata.name")],
};

/** ValidateMatchLabelKeysAndMismatchLabelKeys. */
const keysNeedSelector = (field: string): Check => ({
  field,
  isWrong: (value) => itemsOf(value, field).length > 0 && !isThere(fieldOf(value, "labelSelector")),
  wrong: (value) => `has(${value}.${field}) && size(${value}.${field}) > 0 && !has(${value}.labelSelector)`,
  tells: false,
  says: "goes with labelSelector: add that, or remove it",
});

/** validatePodAffinityTerm. */
export const podTerm: FormRules = {
  "": [needs("topologyKey"), keysNeedSelector("matchLabelKeys"), keysNeedSelector("mismatchLabelKeys")],
  "matchLabelKeys[]": [formed("qualifiedName", { emptyToo: true })],
  "mismatchLabelKeys[]": [formed("qualifiedName", { emptyToo: true })],
  topologyKey: [key],
  "namespaces[]": [formed("dnsLabel", { emptyToo: true })],
  ...below("labelSelector", selector),
  ...below("namespaceSelector", selector),
};

const REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
const PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

/** Where the terms of affinities between pods stand: the list, and the term within its items. */
export const POD_TERMS: readonly { list: string; term: string }[] = [
  "podAffinity",
  "podAntiAffinity",
].flatMap((kind) => [
  { list: `affinity.${kind}.${REQUIRED}`, term: "" },
  { list: `affinity.${kind}.${PREFERRED}`, term: ".podAffinityTerm" },
]);

/** Affinities between pods. */
export const podAffinity: FormRules = Object.fromEntries(
  POD_TERMS.flatMap(({ list, term }) => Object.entries(below(`template.spec.${list}[]${term}`, podTerm))),
);

const affinity: FormRules = {
  ...below(`nodeAffinity.${REQUIRED}.nodeSelectorTerms[]`, { ...nodeTerm, ...labelValues }),
  ...below(`nodeAffinity.${PREFERRED}[].preference`, nodeTerm),
};

/** ValidateTolerations. */
const toleration: readonly Check[] = [
  {
    field: "operator",
    isWrong: (value) => textOf(value, "key") === "" && textOf(value, "operator") !== "Exists",
    wrong: (value) => `(!has(${value}.key) || ${value}.key == '') && !(${operatorIs(value, "Exists")})`,
    tells: false,
    says: "must be Exists where key is empty, which means all taints: set it, or add a key",
  },
  {
    field: "value",
    isWrong: (value) => textOf(value, "operator") === "Exists" && textOf(value, "value") !== "",
    wrong: (value) => `${operatorIs(value, "Exists")} && has(${value}.value) && ${value}.value != ''`,
    tells: false,
    says: "must be empty with operator Exists: remove it, or take operator Equal",
  },
  {
    field: "effect",
    isWrong: (value) =>
      isThere(fieldOf(value, "tolerationSeconds")) && textOf(value, "effect") !== "NoExecute",
    wrong: (value) =>
      `has(${value}.tolerationSeconds) && !(has(${value}.effect) && ${value}.effect == 'NoExecute')`,
    tells: false,
    says: "must be NoExecute where tolerationSeconds is set: set it, or remove tolerationSeconds",
  },
];

/** validateMinDomains. */
const minDomains: Check = {
  field: "minDomains",
  isWrong: (value) =>
    isThere(fieldOf(value, "minDomains")) && textOf(value, "whenUnsatisfiable") !== "DoNotSchedule",
  wrong: (value) => `has(${value}.minDomains) && ${value}.whenUnsatisfiable != 'DoNotSchedule'`,
  tells: false,
  says: "goes with whenUnsatisfiable DoNotSchedule: change that, or remove minDomains",
};

/** Where a pod may run, but for affinities between pods. */
export const scheduling: FormRules = below("template.spec", {
  "tolerations[]": toleration,
  "tolerations[].key": [key],
  "tolerations[].value": [formed("labelValue")],
  "tolerations[].operator": [known("Exists", "Equal", "Lt", "Gt")],
  "tolerations[].effect": [known("NoSchedule", "PreferNoSchedule", "NoExecute")],
  "topologySpreadConstraints[]": [needs("topologyKey"), minDomains, keysNeedSelector("matchLabelKeys")],
  "topologySpreadConstraints[].matchLabelKeys[]": [formed("qualifiedName", { emptyToo: true })],
  "topologySpreadConstraints[].whenUnsatisfiable": [known("DoNotSchedule", "ScheduleAnyway")],
  "topologySpreadConstraints[].nodeAffinityPolicy": [known("Ignore", "Honor")],
  "topologySpreadConstraints[].nodeTaintsPolicy": [known("Ignore", "Honor")],
  ...below("topologySpreadConstraints[].labelSelector", selector),
  ...below("affinity", affinity),
});
