/** Longest part of a sentence that comes from a manifest: lists and images may be long, messages are not. */
const LONGEST = 200;

/**
 * Puts values into a sentence with slots: "{field} is {asked}". The same sentence is made by
 * celSentence at admission, so the words stand in one place.
 */
export function sentence(template: string, slots: Record<string, string>): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, slot: string) => slots[slot] ?? "");
}

/** Where paths begin in a sentence; in a CronJob they begin further down. */
const ROOT = /(^| )spec\./g;

/** A sentence about the spec of a CronJob's Jobs. */
export function inJobTemplate(sentence: string): string {
  return sentence.replaceAll(ROOT, "$1spec.jobTemplate.spec.");
}

/**
 * The same as a CEL expression; each slot is a CEL expression that gives text. Where paths begin is the CEL variable
 * `root`.
 */
export function celSentence(template: string, slots: Record<string, string>): string {
  const all: Record<string, string> = { ...slots, root: "variables.root" };
  const parts = template
    .replaceAll(ROOT, "$1{root}")
    .split(/(\{\w+\})/)
    .filter((part) => part !== "");
  return `(${parts.map((part) => (part.startsWith("{") ? all[part.slice(1, -1)] : undefined) ?? celText(part)).join(" + ")})`;
}

/** A text as a CEL literal. */
export function celText(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

export function short(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}

/** The same in CEL, of an expression that gives text. */
export function celShort(text: string): string {
  return `(size(${text}) > ${LONGEST} ? ${text}.substring(0, ${LONGEST}) + '...' : ${text})`;
}
