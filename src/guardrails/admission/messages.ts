import { unlessExempt } from "../exempt/cel.ts";
import { CEL_ENDING } from "../exempt/ending.ts";
import type { Rule, Shown } from "../rule.ts";
import type { Validation } from "./objects.ts";
import type { Variable } from "./variables.ts";

/** The API server takes no longer message (5 KiB, in validateMessageExpression). */
const LONGEST_MESSAGE = 4000;

/** Said after each warning of a policy in mode Warn. */
export const REHEARSAL = " (mode Warn: so it would be, were the policy enforced)";

const variable = (name: string, expression: string): Variable => ({
  name: `${name}Messages`,
  expression,
});

/** The messages of each rule, as variables. */
export const messagesOf = (rules: readonly Rule[], shown: Shown): Variable[] =>
  rules.flatMap(({ name, cel }) => (cel ? [variable(name, unlessExempt(name, cel(shown)))] : []));

/** The CEL of messages, as variables: `lines` are those of them that are told. */
export interface Lines {
  readonly variables: readonly Variable[];
  readonly lines: readonly Variable[];
}

/**
 * One list of messages is one line of warnings: each rule that clamps has its own, those that refuse have one together.
 * Yet each rule is a variable of its own: what the checker of CEL does for one expression grows with the square of its
 * length, and as one those of all rules took kube-controller-manager 25 s and more (its check of types, which goes over
 * each new version of a policy).
 */
export function linesOf(rules: readonly Rule[], shown: Shown): Lines {
  const each = messagesOf(rules, shown);
  const refusing = messagesOf(
    rules.filter(({ refuses }) => refuses),
    shown,
  ).map(({ name }) => name);
  const all = refusing.map((name) => `variables.${name}`).join(" + ");
  const refusals: Variable = { name: "refusalMessages", expression: all };
  return {
    variables: [...each, refusals],
    lines: [...each.filter(({ name }) => !refusing.includes(name)), refusals],
  };
}

/** Of exemptions that end soon. */
export const ENDING: Variable = { name: "endingMessages", expression: CEL_ENDING };

/** Whether there is something to judge. */
export const judged = (when: string): Variable => ({ name: "judged", expression: when });

/** The messages of each rule, and all of them together in `messages`, which a request is denied with. */
export function deniedOf(rules: readonly Rule[], shown: Shown): Variable[] {
  const each = messagesOf(rules, shown);
  const all = each.map(({ name }) => `variables.${name}`).join(" + ");
  return [...each, { name: "messages", expression: all }];
}

/** How messages are told, each in CEL but for `what`. */
interface Telling {
  /** Ends the text. Default: nothing. */
  suffix?: string;
  /** What is objected to. */
  what?: string;
  /** Whether it is to be judged. */
  when?: string;
  /** The same, of messages. Default: `when`. */
  said?: string;
}

/**
 * Fails with all messages joined. The API server makes the message of each validation, whether it fails or not
 * (validator.Validate in k8s.io/apiserver), and works out all variables for it once more: so neither looks at the
 * messages of what is not to be judged.
 */
export function validation(
  messages: string,
  { suffix = "''", what = "task", when = "variables.judged", said = when }: Telling = {},
): Validation {
  const text = `${messages}.join('; ')`;
  return {
    expression: `!${when} || size(${messages}) == 0`,
    message: `a BatchTaskPolicy objects to the ${what}`,
    messageExpression: `${said} ? (size(${text}) > ${LONGEST_MESSAGE} ? ${text}.substring(0, ${LONGEST_MESSAGE}) + '...' : ${text}) + ${suffix} : ''`,
    // kubectl then says "is invalid: : …", for want of a field; of an edit that is Forbidden it prints the whole patch.
    reason: "Invalid",
  };
}
