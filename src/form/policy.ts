import { admission, BATCHTASKS } from "../guardrails/admission/objects.ts";
import { CHANGED, type Variable } from "../guardrails/admission/variables.ts";
import { type FormRules, merged } from "./check.ts";
import { celOf, inPath, SEPARATOR } from "./cel.ts";
import { anyContainer, claims, initContainers } from "./rules/containers.ts";
import { job } from "./rules/job.ts";
import { names } from "./rules/names.ts";
import { pod } from "./rules/pod.ts";
import { POD_TERMS, podTerm, scheduling } from "./rules/scheduling.ts";
import { volumes } from "./rules/volumes.ts";
import { treeOf } from "./tree.ts";

/** The API server takes no longer message (5 KiB, in validateMessageExpression). */
const LONGEST_MESSAGE = 4000;

/**
 * Refuses at once what a Job with the same spec would be refused for. Where CEL fails or grows too costly, nobody is stopped: the Job's own
 * refusal is told then.
 */
export function formPolicy(): object[] {
  const variables = partsOf();
  const all = variables
    .filter(({ name }) => name !== GROUPS.name && name !== TERMS.name)
    .map(({ name }) => `variables.${name}`)
    .join(" + ");
  const text = `variables.all.substring(${SEPARATOR.length})`;
  return admission({
    name: "batchtask-form",
    failurePolicy: "Ignore",
    params: false,
    resource: BATCHTASKS,
    variables: [CHANGED, ...variables, { name: "all", expression: `variables.changed ? ${all} : ''` }],
    validations: [
      {
        expression: "variables.all == ''",
        message: "a Job with this spec is refused",
        // Made whether it is wanted or not.
        messageExpression: `variables.all == '' ? '' : size(variables.all) > ${LONGEST_MESSAGE} ? ${text}.substring(0, ${LONGEST_MESSAGE - SEPARATOR.length}) + '...' : ${text}`,
        reason: "Invalid",
      },
    ],
    bindings: [{ action: "Deny" }],
  });
}

const POD = "object.spec.template.spec";
const LISTS = ["containers", "initContainers"] as const;

/** Both lists of containers as one, since most rules hold of both. */
const GROUPS: Variable = {
  name: "groups",
  expression: LISTS.map(
    (list) =>
      `(has(${POD}.${list}) ? [{'path': dyn('spec.template.spec.${list}'), 'items': dyn(${POD}.${list})}] : [])`,
  ).join(" + "),
};

/** All terms of affinities between pods, whose rules are the same. */
const TERMS: Variable = {
  name: "terms",
  expression: POD_TERMS.map(({ list, term }) => {
    const steps = list.split(".").map((_, at, all) => `${POD}.${all.slice(0, at + 1).join(".")}`);
    const isThere = steps.map((step) => `has(${step})`).join(" && ");
    const place = `'spec.template.spec.${list}[' + string(${POD}.${list}.indexOf(i)) + ']${term}'`;
    return `(${isThere} ? ${POD}.${list}.map(i, {'path': dyn(${place}), 'term': dyn(i${term})}) : [])`;
  }).join(" + "),
};

/** Longest expression: what the API server needs to check the types of one grows with the square of its length. */
const LONGEST_EXPRESSION = 6_000;

/** All rules, in variables of a bounded length. */
function partsOf(): Variable[] {
  return [
    GROUPS,
    TERMS,
    ...inParts("container", anyContainer, ofContainer),
    ...inParts("term", podTerm, ofTerm),
    ...inParts("spec", merged(job, names, claims, initContainers, volumes, scheduling, pod), ofSpec),
  ];
}

function ofContainer(rules: FormRules): string {
  return `variables.groups.map(group, group.items.map(i, ${celOf(treeOf(rules), CONTAINER)}).join('')).join('')`;
}

function ofSpec(rules: FormRules): string {
  return celOf(treeOf(rules), { value: "object.spec", path: "spec" });
}

function ofTerm(rules: FormRules): string {
  const place = { value: "term.term", path: inPath("term.path") };
  return `variables.terms.map(term, ${celOf(treeOf(rules), place)}).join('')`;
}

const CONTAINER = {
  value: "i",
  path: `${inPath("group.path")}[${inPath("string(group.items.indexOf(i))")}]`,
};

function inParts(name: string, rules: FormRules, cel: (rules: FormRules) => string): Variable[] {
  const parts: FormRules[] = [];
  for (const [path, checks] of Object.entries(rules).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const longer = { ...parts.at(-1), [path]: checks };
    if (parts.length > 0 && cel(longer).length <= LONGEST_EXPRESSION) parts[parts.length - 1] = longer;
    else parts.push({ [path]: checks });
  }
  return parts.map((part, at) => ({ name: `${name}${at + 1}`, expression: cel(part) }));
}
