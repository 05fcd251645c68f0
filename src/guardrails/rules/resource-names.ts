import type { BatchTaskSpec } from "../../api/batchtask.ts";
import { celListedAll, listed } from "../allow-list.ts";
import { holdersOf } from "../resources/holders.ts";
import type { Objection, Rule } from "../rule.ts";
import { celIsUnlimited, KINDS, type Kind, UNLIMITED } from "../sums/kinds.ts";
import { celMatchesAny, matchesAny } from "../text/pattern.ts";
import { celSentence, celShort, sentence, short } from "../text/sentence.ts";

const NOT_ALLOWED =
  "spec.{field} asks for {asked}, and policy {policy} allows {allowed} beside cpu, memory and ephemeral-storage: ask for nothing else";
const R = "variables.rules.resourceNames";

interface Named {
  field: string;
  name: string;
}

/** A name once for each holder: a limit stands for its request. */
function namesOf(spec: BatchTaskSpec, kind: Kind): Named[] {
  return holdersOf(spec).flatMap(({ path, resources }) =>
    Object.keys(resources[kind] ?? {})
      .filter((name) => kind === "limits" || !Object.hasOwn(resources.limits ?? {}, name))
      .map((name) => ({ field: `${path}.${kind}`, name })),
  );
}

/** Which resources pods may ask for beside those that every node has. */
export const resourceNames: Rule = {
  name: "resourceNames",
  refuses: true,
  about: [
    "Which resources containers may ask for, beside cpu, memory and ephemeral-storage: names, or patterns in which `*` stands for any characters. With an empty list, no other at all.",
    "A bound in `resources` holds for the one name that it has; a device plugin can offer a GPU under many (whole, shared, in slices), so name here what may be had, and bound all of them together in `podResources`.",
    "There is no clamping: a task that asks for another one is refused.",
  ],
  example: { resourceNames: { allowed: ["nvidia.com/gpu", "hugepages-*"] } },
  objections: (spec, { name: policy, rules: { resourceNames: rules } }) =>
    rules === undefined
      ? []
      : KINDS.toReversed().flatMap((kind) =>
          namesOf(spec, kind)
            .filter(({ name }) => !UNLIMITED.includes(name) && !matchesAny(name, rules.allowed))
            .map(({ field, name }): Objection => {
              const slots = { field, asked: short(name), policy, allowed: listed(rules.allowed) };
              const message = sentence(NOT_ALLOWED, slots);
              return { field, asked: name, action: "Reject", message };
            }),
        ),
  cel: ({ refusals }) => {
    const each = KINDS.toReversed().map(
      (kind) => `variables.holders.map(holder, ${celNames(kind)}).filter(text, text != '')`,
    );
    return `${refusals} && has(${R}) ? ${each.join(" + ")} : []`;
  },
};

/** CEL: the messages about one holder's names, joined. */
function celNames(kind: Kind): string {
  const names = `holder.resources.${kind}`;
  const isSaid =
    kind === "limits" ? "" : " && !(has(holder.resources.limits) && name in holder.resources.limits)";
  const known = celIsUnlimited("name");
  const allowed = celMatchesAny("name", `${R}.allowed`);
  const message = celSentence(NOT_ALLOWED, {
    field: `holder.path + '.${kind}'`,
    asked: celShort("name"),
    policy: "variables.policy",
    allowed: celListedAll(`${R}.allowed`),
  });
  return `has(${names}) ? ${names}.filter(name, !(${known}) && !${allowed}${isSaid}).map(name, ${message}).join('; ') : ''`;
}
