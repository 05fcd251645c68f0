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
