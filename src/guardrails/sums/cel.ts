import { celMatches } from "../text/pattern.ts";
import { celAmount, NO_LIMIT } from "./amount.ts";
import { celFills } from "./fills.ts";
import { baselineAmounts, celBounds, celIsUnlimited, celNumbers, type Kind, KINDS } from "./kinds.ts";

/** CEL variable: a list of maps with `key`, a pattern of a policy's, and `sum`, what a pod asks for by it (podSum). */
export const celSums = (kind: Kind): string => `variables.${kind}Sums`;

/** A field of an object that may be absent, else an empty map. */
function orNothing(object: string, field: string): string {
  return `(has(${object}) && has(${object}.${field}) ? ${object}.${field} : {})`;
}

function sums(kind: Kind): string {
  const keys = (rule: string): string => orNothing(`variables.rules.${rule}`, kind);
  const ofTask = `${keys("taskResources")}.filter(key, !(key in ${keys("podResources")}))`;
  const all = `(${keys("podResources")}.map(key, key) + ${ofTask})`;
  return `${all}.map(key, {'key': dyn(key), 'sum': dyn(${podSum(kind)})})`;
}

const IS_SIDECAR = "has(c.restartPolicy) && c.restartPolicy == 'Always'";
const INIT = "(has(variables.pod.initContainers) ? variables.pod.initContainers : [])";

/** What a pod asks for of all that matches `key`. */
function podSum(kind: Kind): string {
  const ofContainer = own(kind, "c", (name) => `!(${name} in variables.podNames)`);
  const ofPod = own(kind, "variables.pod", (name) => `${name} in variables.podNames`);
  const containers = `(has(variables.pod.containers) ? variables.pod.containers : []).map(c, ${ofContainer}).sum()`;
  const sidecars = `${INIT}.filter(c, ${IS_SIDECAR}).map(c, ${ofContainer}).sum()`;
  const before = `${INIT}.filter(c, !(${IS_SIDECAR})).map(c, ${ofContainer})`;
  return `${ofPod} + ${sidecars} + ([${containers}] + ${before}).max()`;
}

/** What one holder of resources asks for, and what is filled in for it. */
function own(kind: Kind, holder: string, isCounted: (name: string) => string): string {
  const there = (of: Kind): string => `has(${holder}.resources) && has(${holder}.resources.${of})`;
  const asks = (name: string, of: Kind): string => `(${there(of)} && ${name} in ${holder}.resources.${of})`;
  const counts = (name: string): string => `${celMatches(name, "key")} && ${isCounted(name)}`;
  const asked = (of: Kind, more = "true"): string =>
    `(${there(of)} ? ${holder}.resources.${of}.filter(n, ${counts("n")} && ${more}).map(n, ${counted(kind, `${holder}.resources.${of}[n]`)}).sum() : 0.0)`;
  const all =
    kind === "limits" ? [asked("limits")] : [asked("requests"), asked("limits", `!${asks("n", "requests")}`)];
  const isAsked = (kind === "limits" ? (["limits"] as const) : KINDS)
    .map((of) => asks("f.name", of))
    .join(" || ");
  const fills = `variables.${kind}Fills.filter(f, ${counts("f.name")} && !(${isAsked})).map(f, double(f.amount)).sum()`;
  return [...all, fills].join(" + ");
}

/** What a value of the resource `n` counts as. */
function counted(kind: Kind, value: string): string {
  const bounds = celBounds(kind);
  const max = celAmount(`${bounds}[n].max`);
  const hasMax = `n in ${bounds} && has(${bounds}[n].max)`;
  const given = celAmount(value);
  const least = `(${hasMax} && ${max} < ${given} ? ${max} : ${given})`;
  if (kind === "requests") return least;
  const baseline = celNumbers(baselineAmounts("limits", "max"));
  const most = `(${hasMax} ? ${max} : n in ${baseline} ? ${baseline}[n] : double(${NO_LIMIT}))`;
  return `(${celIsUnlimited("n")} && ${given} == 0.0 ? ${most} : ${least})`;
}

/** The variables that the sums need, in the order of their use. */
export const SUM_VARIABLES: Readonly<Record<string, string>> = {
  requestsBounds: orNothing("variables.rules.resources", "requests"),
  limitsBounds: orNothing("variables.rules.resources", "limits"),
  requestsFills: celFills("requests"),
  limitsFills: celFills("limits"),
  podNames: KINDS.map((kind) => `${orNothing("variables.pod.resources", kind)}.map(name, name)`).join(" + "),
  requestsSums: sums("requests"),
  limitsSums: sums("limits"),
};
