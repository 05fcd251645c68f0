import { defined } from "../../api/defined.ts";
import type { BatchTaskSpec } from "../../api/batchtask.ts";
import type { ResourceRequirements } from "../../api/job.ts";
import type { Adjustment } from "../../api/status.ts";
import type { Decided, Merged, Quantity } from "../merge/merged.ts";
import { within } from "../merge/bounds.ts";
import { compareQuantities, isZero, orderQuantities } from "../quantity.ts";
import { containersOf, holdersOf, mapHolders, POD } from "../resources/holders.ts";
import { celResources } from "../resources/cel-resources.ts";
import { boundPair, type Filling } from "../resources/pair.ts";
import type { Rule, Shown } from "../rule.ts";
import { celIsUnlimited, type Kind, KINDS, UNLIMITED } from "../sums/kinds.ts";
import {
  celBeyond,
  celOutOfBounds,
  celUnbounded,
  outOfBounds,
  type Side,
  unbounded,
} from "../text/out-of-bounds.ts";
import { celText } from "../text/sentence.ts";

/**
 * Bounds and defaults requests and limits of every container and init container (sidecars are init
 * containers), and the bounds also of the pod's own (PodLevelResources). Of a resource that the pod
 * itself asks for, containers get no defaults; the pod gets the limit, where one of them has none.
 */
export const resources: Rule = {
  name: "resources",
  about: [
    "No container runs without limits: bounds and defaults of requests and limits, for any resource name, in containers, init containers and sidecars. Bounds hold for the pod's own resources, too.",
    "Quantities compare as Kubernetes compares them: 1000m is 1, 1Gi is more than 1G.",
    "It knows quantities only: what a pod gets by resourceClaims or by volumes that it makes itself is for a ResourceQuota to bound.",
    "A request and its limit stay a valid pair: limit = max(default, request) where a default would fall below a request, and a lowered limit takes the request with it.",
    "A limit of 0 for cpu, memory or ephemeral-storage is no limit to Kubernetes, and so above any max.",
    "A container without a limit for cpu, memory or ephemeral-storage gets default, or max where there is no default. A container never gets a resource of another name that it did not ask for, unless a default says so.",
    "Of a resource that template.spec.resources asks for, containers get nothing: the pod gets the limit that they would get, and no less than the largest of theirs.",
    "The baseline leaves ephemeral-storage alone. Where a policy bounds its limit, give its request a default, too, as `0`: for an absent request Kubernetes takes the limit, and looks for a node with so much room.",
    "A change of the policy reaches future runs only.",
  ],
  example: {
    resources: {
      requests: { cpu: { default: "100m" } },
      limits: {
        memory: { default: "512Mi", max: "8Gi", onViolation: "Reject" },
        "nvidia.com/gpu": { max: 2 },
      },
    },
  },
  objections: (spec, { name: policy, rules }) =>
    KINDS.flatMap((kind) =>
      holdersOf(spec).flatMap(({ path, resources }) =>
        Object.entries(rules.resources?.[kind] ?? {}).flatMap(([name, bounds]) => {
          const value: Quantity | undefined = resources[kind]?.[name];
          if (value === undefined) return [];
          const field = `${path}.${kind}.${name}`;
          return isNoLimit(kind, name, value)
            ? outOfBounds({ field, value, policy, shown: `${value}${NO_LIMIT}` }, bounds, () => 1)
            : outOfBounds<Quantity>({ field, value, policy }, bounds, compareQuantities);
        }),
      ),
    ),
  cel: (shown) =>
    KINDS.flatMap((kind) => (["max", "min"] as const).map((side) => `(${celSide(kind, side, shown)})`)).join(
      " + ",
    ),
  unfilled: (spec, { name: policy, rules }) => {
    const { resources: pod = {} } = spec.template.spec ?? {};
    const isOfPod = (name: string): boolean => KINDS.some((kind) => Object.hasOwn(pod[kind] ?? {}, name));
    return containersOf(spec).flatMap(({ path, resources }) =>
      Object.entries(rules.resources?.limits ?? {}).flatMap(([name, bounds]) =>
        UNLIMITED.includes(name) && resources.limits?.[name] === undefined && !isOfPod(name)
          ? unbounded({ field: `${path}.limits.${name}`, policy }, bounds)
          : [],
      ),
    );
  },
  celUnfilled: celNoLimit,
  celAdjust: celResources(),
  adjust: (spec, merged) => {
    const adjustments: Adjustment[] = [];
    const guarded = mapHolders(spec, (path, before) => {
      const changes = changesOf(before, merged, fillingOf(spec, path, merged));
      adjustments.push(...changes.map((change) => adjustment(path, change)));
      return changes.reduce(
        (all, { kind, name, applied }) => ({ ...all, [kind]: { ...all[kind], [name]: applied.value } }),
        before,
      );
    });
    return adjustments.length === 0 ? { spec, adjustments } : { spec: guarded, adjustments };
  },
};

const NO_LIMIT = " (no limit)";

/** A limit of 0 is none at all to the kubelet: it is more than any max, and above any min. */
function isNoLimit(kind: Kind, name: string, value: Quantity): boolean {
  return kind === "limits" && UNLIMITED.includes(name) && isZero(value);
}

/** CEL: messages about one side of the bounds of requests or limits; those of one holder are joined. */
function celSide(kind: Kind, side: Side, shown: Shown): string {
  const all = `variables.rules.resources.${kind}`;
  const [bounds, value] = [`${all}[name]`, `holder.resources.${kind}[name]`];
  const text = `string(${value}).trim()`;
  const order = `quantity(${text}).compareTo(quantity(string(${bounds}.${side})))`;
  const zero = `quantity(${text}).compareTo(quantity('0')) == 0`;
  const none = `(${celIsUnlimited("name")} && ${zero})`;
  const outside = kind === "requests" ? `${order} ${celBeyond(side)} 0` : celBeyondLimit(side, order, none);
  const asked = `has(holder.resources.${kind}) && name in holder.resources.${kind} && isQuantity(${text})`;
  const condition = `${shown.bounds(bounds)} && has(${bounds}.${side}) && ${asked} && ${outside}`;
  const message = celOutOfBounds(
    side,
    {
      field: `holder.path + '.${kind}.' + name`,
      asked:
        kind === "requests" ? `string(${value})` : `string(${value}) + (${none} ? ${celText(NO_LIMIT)} : '')`,
    },
    { bounds, shown },
  );
  const each = `variables.holders.map(holder, ${all}.map(name, ${condition}, ${message}).join('; ')).filter(text, text != '')`;
  return `has(variables.rules.resources) && has(${all}) ? ${each} : []`;
}

/** CEL: messages about containers without a limit, joined for each container. */
function celNoLimit(shown: Shown): string {
  const limits = "variables.rules.resources.limits";
  const bounds = `${limits}[name]`;
  const has = `has(c.resources) && has(c.resources.limits) && name in c.resources.limits`;
  const known = celIsUnlimited("name");
  const absent = `${known} && has(${bounds}.max) && ${shown.bounds(bounds)} && !(name in variables.podNames) && !(${has})`;
  const lists = (["containers", "initContainers"] as const).map((list) => {
    const message = celUnbounded(`'template.spec.${list}[' + c.name + '].resources.limits.' + name`, bounds);
    const each = `variables.pod.${list}.map(c, ${limits}.map(name, ${absent}, ${message}).join('; '))`;
    return `(has(variables.pod.${list}) ? ${each}.filter(text, text != '') : [])`;
  });
  return `has(variables.rules.resources) && has(${limits}) ? ${lists.join(" + ")} : []`;
}

function celBeyondLimit(side: Side, order: string, none: string): string {
  return side === "max"
    ? `(${none} || ${order} ${celBeyond(side)} 0)`
    : `!${none} && ${order} ${celBeyond(side)} 0`;
}

/** What is filled in for a holder: of what the pod itself asks for its limit alone, and that for the pod. */
function fillingOf(spec: BatchTaskSpec, path: string, { limits }: Merged): (name: string) => Filling {
  const { containers = [], initContainers = [], resources: pod } = spec.template.spec ?? {};
  if (path !== POD)
    return (name) => ({ defaults: pod?.limits?.[name] === undefined && pod?.requests?.[name] === undefined });
  return (name) => {
    const theirs = [...containers, ...initContainers].map(({ resources }) => resources?.limits?.[name]);
    const max = limits[name]?.max;
    const given = theirs.filter((limit) => limit !== undefined);
    const least = largest(given.map((one) => (max && isNoLimit("limits", name, one) ? max.value : one)));
    return {
      defaults: pod?.requests?.[name] !== undefined && theirs.includes(undefined),
      least: within({ value: least, policy: "" }, { max }, orderQuantities).value,
    };
  };
}

function largest(quantities: readonly Quantity[]): Quantity {
  return quantities.reduce((most, one) => (orderQuantities(one, most) > 0 ? one : most), 0);
}

interface Change {
  kind: Kind;
  name: string;
  asked: Quantity | undefined;
  applied: Decided<Quantity>;
}

function changesOf(
  before: ResourceRequirements,
  { requests, limits }: Merged,
  filling: (name: string) => Filling,
): Change[] {
  const names = [...new Set([...Object.keys(limits), ...Object.keys(requests)])];
  return names.flatMap((name) => {
    const asked = { request: before.requests?.[name], limit: before.limits?.[name] };
    const applied = boundPair(asked, {
      request: requests[name] ?? {},
      limit: limits[name] ?? {},
      ...filling(name),
      unlimited: UNLIMITED.includes(name),
    });
    return (["request", "limit"] as const).flatMap((kind): Change[] => {
      const value = applied[kind];
      if (!value || value.value === asked[kind]) return [];
      return [{ kind: `${kind}s`, name, asked: asked[kind], applied: value }];
    });
  });
}

function adjustment(path: string, { kind, name, asked, applied }: Change): Adjustment {
  return defined({
    field: `${path}.${kind}.${name}`,
    asked: asked?.toString(),
    applied: String(applied.value),
    rule: `resources.${kind}`,
    policy: applied.policy || "baseline",
  });
}
