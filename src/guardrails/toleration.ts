import type { InjectedToleration } from "../api/policy/tolerations.ts";

/** core/v1 Toleration, an author's or a policy's. */
type Toleration = { readonly [K in keyof InjectedToleration]?: string | number | null | undefined };

/** What two tolerations of one policy can't share: a taint's key and effect, as kubectl taint writes them. */
export function taintOf({ key, effect }: Toleration): string {
  return `${key ?? ""}${effect ? `:${effect}` : ""}`;
}

/** A toleration in words: gpu=a100:NoSchedule, without a value for operator Exists. */
export function tolerationText({ key, operator, value, effect, tolerationSeconds }: Toleration): string {
  const taint = `${key ?? ""}${operator === "Exists" ? "" : `=${value ?? ""}`}`;
  const seconds = tolerationSeconds ?? undefined;
  return `${taintOf({ key: taint, effect })}${seconds === undefined ? "" : ` for ${seconds}s`}`;
}

/** CEL of the same text, of an expression that gives a toleration. */
export function celTolerationText(one: string): string {
  return [
    `(has(${one}.key) ? string(${one}.key) : '')`,
    `(has(${one}.operator) && ${one}.operator == 'Exists' ? '' : '=' + (has(${one}.value) ? string(${one}.value) : ''))`,
    `(has(${one}.effect) && ${one}.effect != '' ? ':' + string(${one}.effect) : '')`,
    `(has(${one}.tolerationSeconds) ? ' for ' + string(${one}.tolerationSeconds) + 's' : '')`,
  ].join(" + ");
}

/** Whether an author's toleration speaks of the taint of another one already, by key and effect. */
export function covers(own: Toleration, { key, effect }: Toleration): boolean {
  return (!own.key || own.key === key) && (!own.effect || own.effect === effect);
}

/** CEL of the same, of expressions that give the author's and the other one. */
export function celCovers(own: string, other: string): string {
  const effect = `(has(${other}.effect) ? ${other}.effect : '')`;
  return `(!has(${own}.key) || ${own}.key == '' || ${own}.key == ${other}.key) && (!has(${own}.effect) || ${own}.effect == '' || ${own}.effect == ${effect})`;
}

/** CEL of the taint of a policy's toleration (taintOf). */
export function celTaint(one: string): string {
  return `(has(${one}.key) ? string(${one}.key) : '') + (has(${one}.effect) ? ':' + ${one}.effect : '')`;
}

const OPTIONAL = ["operator", "value", "effect", "tolerationSeconds"] as const;

/** CEL of a policy's toleration as a value of its own. */
export function celToleration(one: string): string {
  const parts = OPTIONAL.map(
    (field) => `?'${field}': has(${one}.${field}) ? optional.of(dyn(${one}.${field})) : optional.none()`,
  );
  return `{'key': dyn(${one}.key), ${parts.join(", ")}}`;
}
