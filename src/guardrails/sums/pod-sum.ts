import type { BatchTaskSpec } from "../../api/batchtask.ts";
import type { ResourceRequirements } from "../../api/job.ts";
import type { PolicyRules } from "../../api/policy/rules.ts";
import type { Quantity } from "../merge/merged.ts";
import { isZero } from "../quantity.ts";
import { namePattern } from "../text/pattern.ts";
import { amount, NO_LIMIT } from "./amount.ts";
import { baselineAmounts, type Kind, UNLIMITED } from "./kinds.ts";
import { fillsOf } from "./fills.ts";

interface Container {
  restartPolicy?: string | undefined;
  resources?: ResourceRequirements | undefined;
}

/**
 * What a pod asks for of all resources that a pattern names, as Kubernetes counts it (PodRequests in
 * k8s.io/component-helpers/resource): its containers and sidecars together, or an init container with the sidecars,
 * whichever is more; of what the pod itself asks for, that alone. A request that is absent is the limit. What is asked for
 * counts no higher than the policy's own max; where nothing is asked for, what the policy fills in counts. Kubernetes
 * adds to an init container the sidecars before it; here they are all added. CEL builds the same (cel.ts).
 */
export function podSum(spec: BatchTaskSpec, kind: Kind, rules: PolicyRules): (pattern: string) => number {
  const { containers = [], initContainers = [], resources: pod = {} } = spec.template.spec ?? {};
  const fills = fillsOf(kind, rules);
  const counted = counting(kind, rules);
  const ofPod = new Set([...Object.keys(pod.requests ?? {}), ...Object.keys(pod.limits ?? {})]);

  return (pattern) => {
    const matches = namePattern(pattern);
    function own(resources: ResourceRequirements, isCounted: (name: string) => boolean): number {
      const asked = askedOf(resources, kind);
      const counts = (name: string): boolean => matches.test(name) && isCounted(name);
      return total([
        ...Object.entries(asked).flatMap(([name, value]) => (counts(name) ? [counted(name, value)] : [])),
        ...fills.flatMap(({ name, amount }) => (counts(name) && !(name in asked) ? [amount] : [])),
      ]);
    }
    const of = ({ resources = {} }: Container): number => own(resources, (name) => !ofPod.has(name));
    const beside = total(initContainers.filter(isSidecar).map(of));
    const before = initContainers.filter((container) => !isSidecar(container)).map(of);
    return own(pod, (name) => ofPod.has(name)) + beside + Math.max(total(containers.map(of)), ...before);
  };
}

/** What a value that is asked for counts as. */
function counting(kind: Kind, { resources }: PolicyRules): (name: string, value: Quantity) => number {
  const limits = baselineAmounts("limits", "max");
  return (name, value) => {
    const max = resources?.[kind]?.[name]?.max;
    const isNone = kind === "limits" && UNLIMITED.includes(name) && isZero(value);
    if (isNone) return max === undefined ? (limits[name] ?? NO_LIMIT) : amount(max);
    return Math.min(amount(value), max === undefined ? Infinity : amount(max));
  };
}

const isSidecar = ({ restartPolicy }: Container): boolean => restartPolicy === "Always";

/** A request that is absent is the limit (SetDefaults_Pod). */
function askedOf({ requests = {}, limits = {} }: ResourceRequirements, kind: Kind): Record<string, Quantity> {
  return kind === "requests" ? { ...limits, ...requests } : limits;
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
