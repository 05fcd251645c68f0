import { celShort, celSentence, sentence, short } from "./sentence.ts";

/** What was put in the place of a value, and what was put in where there was none. */
const SENTENCES = {
  applied: "spec.{field} is {asked}, and policy {policy} applies {applied}",
  filledIn: "policy {policy} fills in {applied} for spec.{field}",
};

/** A value as it stands in one line of the annotation. */
const inLine = (value: string): string => short(value.replaceAll("\n", " "));

/** The same in CEL. */
export const celInLine = (value: string): string =>
  `[${value}.replace('\\n', ' ')].map(text, ${celShort("text")})[0]`;

/** One value that a policy has changed, in the words of the annotation that tells it of a Job or CronJob. Pure. */
export function changed({
  asked,
  applied: value,
  ...others
}: {
  field: string;
  asked?: string | undefined;
  applied: string;
  policy: string;
}): string {
  const slots = { ...others, applied: inLine(value) };
  return asked === undefined
    ? sentence(SENTENCES.filledIn, slots)
    : sentence(SENTENCES.applied, { ...slots, asked: inLine(asked) });
}

/** The same in CEL, of expressions that give text; one that may be long or of several lines is put in by celInLine. */
export function celApplied(slots: { field: string; asked: string; applied: string }): string {
  return celSentence(SENTENCES.applied, { ...slots, policy: "variables.policy" });
}

/** The same in CEL where nothing was asked for. */
export function celFilledIn(slots: { field: string; applied: string }): string {
  return celSentence(SENTENCES.filledIn, { ...slots, policy: "variables.policy" });
}

/** CEL: the beginnings of what a policy has said, by which its own lines are known. A name holds no blank. */
export const celIsOwn = (line: string): string =>
  `(${line}.startsWith('policy ' + variables.policy + ' ') || ${line}.contains(', and policy ' + variables.policy + ' '))`;

/** CEL: a value and its place, as the sentence about what was filled in ends. */
export const celHeld = (field: string, value: string): string =>
  `string(${value}) + ' for ' + variables.root + ${field}`;

/** CEL: whether a line tells of something that was filled in and still stands there. */
export const celStillHolds = (line: string): string =>
  `variables.holding.exists(one, ${line}.endsWith(' fills in ' + one))`;

/**
 * CEL: whether a value was filled in by another policy in this request, so that a lower default of this one takes its
 * place, as it does for a BatchTask.
 * @param field CEL that gives the path under spec
 * @param value CEL that gives the value as text
 */
export function celIsFilledIn(field: string, value: string): string {
  return `variables.lines.exists(line, line.endsWith(' fills in ' + ${celHeld(field, value)}))`;
}
