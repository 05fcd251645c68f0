import { defined } from "../api/defined.ts";
import type { Container, ResourceRequirements } from "../api/job.ts";
import type { Adjustment } from "../api/status.ts";
import type { Policy } from "./policy.ts";
import { boundPair, type Pair, type PairRules } from "./resource-bounds.ts";
import type { Rule } from "./rule.ts";

/**
 * Bounds and defaults requests and limits of every container and init container (sidecars are init
 * containers). Where there is a limit and no request Kubernetes takes the limit as the request, so
 * none is filled in. Where the pod itself has resources (PodLevelResources), containers get no defaults.
 */
export const containerResources: Rule = (spec, policy) => {
  const adjustments: Adjustment[] = [];
  const pod = spec.template.spec;
  if (!pod) return { spec, adjustments };
  const guardAll = (list: "containers" | "initContainers") =>
    pod[list]?.map((container) => {
      const guarded = guardContainer(container, policy, pod.resources === undefined);
      const path = `template.spec.${list}[${container.name}].resources`;
      adjustments.push(...guarded.adjustments.map((a) => ({ ...a, field: `${path}.${a.field}` })));
      return guarded.container;
    });
  const initContainers = guardAll("initContainers");
  const containers = guardAll("containers") ?? [];
  if (adjustments.length === 0) return { spec, adjustments };
  const guardedPod = { ...pod, containers, ...(initContainers && { initContainers }) };
  return { spec: { ...spec, template: { ...spec.template, spec: guardedPod } }, adjustments };
};

function guardContainer(container: Container, policy: Policy, defaults: boolean) {
  const { requests = {}, limits = {} } = policy.rules;
  const names = [...new Set([...Object.keys(limits), ...Object.keys(requests)])];
  const changes = names.flatMap((name) => {
    const rules = { request: requests[name] ?? {}, limit: limits[name] ?? {}, defaults };
    return changesOf(name, pairOf(container.resources, name), rules);
  });
  const resources = changes.reduce(
    (all, { kind, name, applied }) => ({ ...all, [kind]: { ...all[kind], [name]: applied } }),
    container.resources ?? {},
  );
  return {
    container: changes.length === 0 ? container : { ...container, resources },
    adjustments: changes.map((change) => adjustment(change, policy.name)),
  };
}

interface Change {
  kind: "requests" | "limits";
  name: string;
  asked: Pair["limit"];
  applied: string | number;
}

function changesOf(name: string, asked: Pair, rules: PairRules): Change[] {
  const applied = boundPair(asked, rules);
  return (["request", "limit"] as const).flatMap((kind) => {
    const value = applied[kind];
    if (value === undefined || value === asked[kind]) return [];
    return [{ kind: `${kind}s` as const, name, asked: asked[kind], applied: value }];
  });
}

function pairOf(resources: ResourceRequirements | undefined, name: string): Pair {
  return defined({ request: resources?.requests?.[name], limit: resources?.limits?.[name] });
}

function adjustment({ kind, name, asked, applied }: Change, policy: string): Adjustment {
  return defined({
    field: `${kind}.${name}`,
    asked: asked?.toString(),
    applied: String(applied),
    rule: `resources.${kind}`,
    policy,
  });
}
