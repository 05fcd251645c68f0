import { BASELINE } from "../../guardrails/baseline.ts";
import type { Guardrails } from "../../guardrails/guard.ts";
import { merge } from "../../guardrails/merge/merge.ts";
import { type Bounds, type Merged, NUMBER_FIELDS } from "../../guardrails/merge/merged.ts";
import type { Policy } from "../../guardrails/rule.ts";
import { heldFreezes } from "./freezes.ts";
import { exemptIn, type Place } from "./exempt.ts";
import type { Held } from "./row.ts";
import type { PolicyRules } from "../../api/policy/rules.ts";
import { filledIn } from "./filled-in.ts";

const NOTHING: Policy = { name: "", mode: "Enforce", rules: {} };

/** What holds under these guardrails, each with the policy that decides it; then what policies in mode Warn would add. Pure. */
export function heldUnder({ enforced, warning, merged }: Guardrails, place: Place): Held[] {
  const rehearsed = merge(warning, NOTHING);
  return [
    ...bounded(merged, [...enforced, BASELINE], "Enforce"),
    ...heldFreezes(merged, "Enforce", place.now),
    ...enforced.flatMap((policy) => refusing(policy)),
    ...enforced.flatMap((policy) => otherKinds(policy)),
    ...enforced.flatMap((policy) => exemptIn(policy, place)),
    ...bounded(rehearsed, warning, "Warn"),
    ...heldFreezes(rehearsed, "Warn", place.now),
    ...warning.flatMap((policy) => refusing(policy)),
    ...warning.flatMap((policy) => otherKinds(policy)),
    ...warning.flatMap((policy) => exemptIn(policy, place)),
  ];
}

type Mode = Held["mode"];

function bounded(merged: Merged, policies: readonly Policy[], mode: Mode): Held[] {
  const actions = new Map(policies.map(({ name, rules }) => [name, rules]));
  const otherwise = (
    name: string,
    pick: (rules: PolicyRules) => { onViolation?: string | undefined } | undefined,
  ) => (pick(actions.get(name) ?? {})?.onViolation === "Reject" ? ("Reject" as const) : ("Clamp" as const));
  const numbers = NUMBER_FIELDS.flatMap((field) =>
    boundsOf(field, merged.numbers[field] ?? {}, mode, (policy) =>
      otherwise(policy, (rules) => rules[field]),
    ),
  );
  const resources = (["requests", "limits"] as const).flatMap((kind) =>
    Object.entries(merged[kind]).flatMap(([name, bounds]) =>
      boundsOf(`resources.${kind}.${name}`, bounds, mode, (policy) =>
        otherwise(policy, (rules) => rules.resources?.[kind]?.[name]),
      ),
    ),
  );
  const emptyDirs = boundsOf("emptyDirs.sizeLimit", merged.emptyDirs, mode, (policy) =>
    otherwise(policy, (rules) => rules.emptyDirs?.sizeLimit),
  );
  return [...numbers, ...resources, ...emptyDirs, ...others(merged, mode)];
}

function boundsOf(
  rule: string,
  bounds: Bounds<number | string>,
  mode: Mode,
  otherwise: (policy: string) => Held["otherwise"],
): Held[] {
  return (["default", "min", "max"] as const).flatMap((bound) => {
    const decided = bounds[bound];
    if (!decided) return [];
    const beyond = bound === "default" ? "" : otherwise(decided.policy);
    return [{ rule, bound, value: String(decided.value), policy: decided.policy, otherwise: beyond, mode }];
  });
}

function others({ ignoreDisruptions, maxActive, maxActivePerLabel, ...merged }: Merged, mode: Mode): Held[] {
  const injected = filledIn(merged).map((one) => ({ ...one, otherwise: "" as const, mode }));
  const ignored = ignoreDisruptions === undefined ? [] : [{ value: "true", policy: ignoreDisruptions }];
  return [
    ...injected,
    ...ignored.map((one) => ({ rule: "ignoreDisruptions", bound: "", ...one, otherwise: "" as const, mode })),
    ...maxActivePerLabel.map(({ value: { label, max }, policy }) => ({
      rule: `maxActivePerLabel.${label}`,
      bound: "max",
      value: String(max),
      policy,
      otherwise: "Queue" as const,
      mode,
    })),
    ...(maxActive ? [maxActive] : []).map(({ value, policy }) => ({
      rule: "maxActivePerNamespace",
      bound: "max",
      value: String(value),
      policy,
      otherwise: "Queue" as const,
      mode,
    })),
  ];
}

const LISTS = [
  "resourceNames",
  "resourceClaims",
  "emptyDirMediums",
  "imagePullSecrets",
  "serviceAccounts",
  "priorityClasses",
  "runtimeClasses",
  "schedulers",
  "scheduleTimeZones",
  "tolerations",
  "restartPolicies",
] as const;

/** Rules that know no clamping: each policy's own holds beside the others'. */
function refusing({ name: policy, mode, rules }: Policy): Held[] {
  const { images, scheduleInterval } = rules;
  const found: [rule: string, bound: string, value: string | undefined][] = [
    ["images", "allowed", images?.allowed?.join(", ")],
    ["images", "require", images?.require],
    ["images", "forbidLatest", images?.forbidLatest ? "true" : undefined],
    ...LISTS.map((rule): [string, string, string | undefined] => [
      rule,
      "allowed",
      listedIn(rules[rule]?.allowed),
    ]),
    ["scheduleInterval", "minSeconds", scheduleInterval?.minSeconds.toString()],
    ...SUMS.flatMap((rule) => sumsOf(rule, rules)),
    ...KEYED.flatMap((rule): [string, string, string | undefined][] => [
      [rule, "required", rules[rule]?.required?.join(", ")],
      ...Object.entries(rules[rule]?.values ?? {}).map(([key, allowed]): [string, string, string] => [
        `${rule}.values.${key}`,
        "allowed",
        allowed.join(", "),
      ]),
    ]),
  ];
  return found.flatMap(([rule, bound, value]) =>
    value === undefined ? [] : [{ rule, bound, value, policy, otherwise: "Reject" as const, mode }],
  );
}

/** Where a policy judges Jobs and CronJobs of other tools, too. */
function otherKinds({ name: policy, mode, appliesTo = [], onJobClamp = "Warn" }: Policy): Held[] {
  const kinds = appliesTo.filter((kind) => kind !== "BatchTask");
  if (kinds.length === 0) return [];
  const otherwise = onJobClamp === "Warn" ? "" : onJobClamp;
  return [{ rule: "appliesTo", bound: "kinds", value: kinds.join(", "), policy, otherwise, mode }];
}

/** An empty list allows nothing. */
function listedIn(allowed: readonly string[] | undefined): string | undefined {
  return allowed?.length === 0 ? "none" : allowed?.join(", ");
}

const KEYED = ["nodeSelector", "annotations", "labels"] as const;
const SUMS = ["podResources", "taskResources"] as const;

function sumsOf(rule: (typeof SUMS)[number], rules: PolicyRules): [string, string, string][] {
  return (["requests", "limits"] as const).flatMap((kind) =>
    Object.entries(rules[rule]?.[kind] ?? {}).map(([name, { max }]): [string, string, string] => [
      `${rule}.${kind}.${name}`,
      "max",
      String(max),
    ]),
  );
}
