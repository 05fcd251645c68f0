import { celChange, celLet, celParent, celPointerKey } from "./cel-change.ts";
import { celApplied, celFilledIn, celHeld, celInLine } from "./text/changed.ts";
import { celText } from "./text/sentence.ts";

const META = "variables.spec.template.metadata";

/** Labels or annotations of the pod template, in CEL. */
export interface CelMetadata {
  part: "labels" | "annotations";
  /** What the template has: a map. */
  own: string;
  /** Keys that are filled in where the template has none of them, and the value of `key`. Absent: none. */
  filled?: { keys: string; value: string };
  /** Whether a rule before it in the same patch adds the template's metadata. Absent: none does. */
  hasMetadata?: string;
}

const fieldOf = (part: CelMetadata["part"]): string => `${celText(`template.metadata.${part}[`)} + key + ']'`;

/** CEL of what of them a policy may have filled in, by an expression that gives what the template has. */
export function celMetadataHolds(part: CelMetadata["part"], own: string): string {
  return `${own}.map(key, ${celHeld(fieldOf(part), celInLine(`${own}[key]`))})`;
}

/** CEL of the changes that a policy makes of them: what it injects takes the place of the author's. */
export function celMetadataChanges({ part, own, filled, hasMetadata = "false" }: CelMetadata): string {
  const inject = `variables.rules.${part}.inject`;
  const path = `'/template/metadata/${part}/' + ${celPointerKey("key")}`;
  const field = fieldOf(part);
  const value = `${inject}[key]`;
  const applied = celInLine(value);
  const asked = celInLine(`${own}[key]`);
  const says = `key in ${own} ? ${celApplied({ field, asked, applied })} : ${celFilledIn({ field, applied })}`;
  const replaced = `(has(${inject}) ? ${inject}.filter(key, !(key in ${own} && ${own}[key] == ${value})).map(key, ${celChange({ path, value, says })}) : [])`;
  const added = filled
    ? ` + ${filled.keys}.map(key, ${celChange({ path, value: filled.value, says: celFilledIn({ field, applied: filled.value }) })})`
    : "";
  const parents = [
    celParent(`(has(${META}) || ${hasMetadata})`, "'/template/metadata'"),
    celParent(`has(${META}) && has(${META}.${part})`, `'/template/metadata/${part}'`),
  ].join(" + ");
  const changes = celLet("changes", `${replaced}${added}`, `(size(changes) > 0 ? ${parents} + changes : [])`);
  return `has(variables.rules.${part}) ? ${changes} : []`;
}
