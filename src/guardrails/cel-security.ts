import { celChange, celLet, celParent } from "./cel-change.ts";
import type { CelAdjust } from "./rule.ts";
import { celFilledIn, celHeld, celInLine } from "./text/changed.ts";

const POD = "variables.pod.securityContext";
const LISTS = ["containers", "initContainers"] as const;

/** CEL: whether a pod is for Windows (isWindows). */
const IS_WINDOWS =
  "(has(variables.pod.os) && has(variables.pod.os.name) && variables.pod.os.name == 'windows')";

/** CEL: a securityContext, empty where there is none. */
const contextOf = (holder: string): string =>
  `(has(${holder}.securityContext) ? ${holder}.securityContext : {})`;

/** One field that is filled in, each part an expression of CEL. */
interface Part {
  /** Under the securityContext, as the sentence names it. */
  field: string;
  /** JSON pointer under the securityContext. */
  pointer?: string;
  when: string;
  value: string;
  /** The value as text. */
  text: string;
  /** What has to be there before it, as a list of changes. */
  before?: string;
}

/** CEL of the changes of one securityContext; `there` is whether it has one. */
function changesOf(
  { pointer, path, there }: { pointer: string; path: string; there: string },
  parts: readonly Part[],
): string {
  const all = parts.map(({ field, pointer: end = field, when, value, text, before }) => {
    const says = celFilledIn({ field: `${path} + '.${field}'`, applied: celInLine(text) });
    const change = celChange({ path: `${pointer} + '/${end}'`, value, says });
    return `(${when} ? ${before ? `${before} + ` : ""}[${change}] : [])`;
  });
  return celLet("parts", all.join(" + "), `(size(parts) > 0 ? ${celParent(there, pointer)} + parts : [])`);
}

/** A field that may have been filled in, `own` being the securityContext. */
interface Held {
  field: string;
  /** CEL: whether it has a value. */
  has: string;
  /** CEL: its value as text. */
  text: string;
}

const plainly = (field: string): Held => ({
  field,
  has: `has(own.${field})`,
  text: `string(own.${field})`,
});

/** CEL of what may have been filled in of one securityContext, and stands there now. */
const heldOf = (path: string, fields: readonly Held[]): string =>
  fields
    .map(({ field, has, text }) => `(${has} ? [${celHeld(`${path} + '.${field}'`, celInLine(text))}] : [])`)
    .join(" + ");

const isRoot = (context: string): string => `has(${context}.runAsUser) && ${context}.runAsUser == 0`;

/** CEL: whether runAsNonRoot of the pod would keep a container from starting, `own` being the pod's securityContext. */
const ASKS_FOR_ROOT = (() => {
  const lists = LISTS.map((list) => {
    const context = "c.securityContext";
    const own = `has(${context}) && ${isRoot(context)} && !has(${context}.runAsNonRoot)`;
    return `(has(variables.pod.${list}) && variables.pod.${list}.exists(c, ${own}))`;
  });
  return `(${isRoot("own")} || ${lists.join(" || ")})`;
})();

/** The rule `podSecurityContext` in CEL. */
export function celPodSecurity(): CelAdjust {
  const wanted = "variables.rules.podSecurityContext.default";
  const names = ["runAsNonRoot", "runAsUser", "runAsGroup", "fsGroup"];
  const plain = names.map((field): Part => {
    const value = `${wanted}.${field}`;
    const may = field === "runAsNonRoot" ? ` && !${ASKS_FOR_ROOT}` : "";
    const when = `has(${value}) && !has(own.${field})${may}`;
    return { field, when, value, text: `string(${value})` };
  });
  const type = `${wanted}.seccompProfile.type`;
  const profile: Part = {
    field: "seccompProfile.type",
    pointer: "seccompProfile",
    when: `has(${wanted}.seccompProfile) && !has(own.seccompProfile)`,
    value: `{'type': ${type}}`,
    text: type,
  };
  const at = {
    pointer: "'/template/spec/securityContext'",
    path: "'template.spec.securityContext'",
    there: `has(${POD})`,
  };
  const changes = celLet("own", contextOf("variables.pod"), changesOf(at, [...plain, profile]));
  const profiled: Held = {
    field: "seccompProfile.type",
    has: "has(own.seccompProfile) && has(own.seccompProfile.type)",
    text: "own.seccompProfile.type",
  };
  return {
    changes: `has(variables.rules.podSecurityContext) && !${IS_WINDOWS} ? ${changes} : []`,
    holds: celLet("own", contextOf("variables.pod"), heldOf(at.path, [...names.map(plainly), profiled])),
  };
}

/** CEL: what a container adds, without its prefix. */
const ADDED =
  "(has(own.capabilities) && has(own.capabilities.add) ? own.capabilities.add.map(one, one.upperAscii().startsWith('CAP_') ? one.upperAscii().substring(4) : one.upperAscii()) : [])";

const IS_PRIVILEGED = "(has(own.privileged) && own.privileged)";

/** CEL: whether the pod decides about runAsNonRoot, also by what is filled in for it in the same patch, or the container could not start. */
const LEAVES_ROOT = (() => {
  const user = `(has(own.runAsUser) ? own.runAsUser : has(pod.runAsUser) ? pod.runAsUser : -1)`;
  const isFilledIn = `variables.podSecurityContextChanges.exists(one, string(one.path).endsWith('/runAsNonRoot'))`;
  return `(has(pod.runAsNonRoot) || ${isFilledIn} || ${user} == 0)`;
})();

/** The fields that are filled in for a container, `own` being its securityContext and `pod` the pod's. */
function containerParts(pointer: string): Part[] {
  const wanted = "variables.rules.containerSecurityContext.default";
  const plain = (field: string, unless = "false"): Part => {
    const value = `${wanted}.${field}`;
    const when = `has(${value}) && !has(own.${field}) && !${unless}`;
    return { field, when, value, text: `string(${value})` };
  };
  const drop = `${wanted}.capabilities.drop`;
  const kept = `(${drop}.filter(one, !((one.startsWith('CAP_') ? one.substring(4) : one) in added)))`;
  const has = "has(own.capabilities) && has(own.capabilities.drop)";
  return [
    plain("allowPrivilegeEscalation", `(${IS_PRIVILEGED} || 'SYS_ADMIN' in added)`),
    plain("readOnlyRootFilesystem"),
    plain("runAsNonRoot", LEAVES_ROOT),
    {
      field: "capabilities.drop",
      pointer: "capabilities/drop",
      when: `has(${wanted}.capabilities) && !(${has}) && !${IS_PRIVILEGED} && !('ALL' in added) && size(${kept}) > 0`,
      value: kept,
      text: `${kept}.join(', ')`,
      before: celParent("has(own.capabilities)", `${pointer} + '/capabilities'`),
    },
  ];
}

/** The rule `containerSecurityContext` in CEL. */
export function celContainerSecurity(): CelAdjust {
  const lists = LISTS.map((list) => {
    const all = `variables.pod.${list}`;
    const pointer = `'/template/spec/${list}/' + string(index) + '/securityContext'`;
    const path = `'template.spec.${list}[' + c.name + '].securityContext'`;
    const changes = changesOf({ pointer, path, there: "has(c.securityContext)" }, containerParts(pointer));
    const each = celLet("own", contextOf("c"), celLet("added", ADDED, changes));
    return `(has(${all}) ? ${all}.transformList(index, c, ${each}).flatten() : [])`;
  });
  const changes = celLet("pod", contextOf("variables.pod"), lists.join(" + "));
  return {
    changes: `has(variables.rules.containerSecurityContext) && !${IS_WINDOWS} ? ${changes} : []`,
    holds: LISTS.map(containersHold).join(" + "),
  };
}

function containersHold(list: (typeof LISTS)[number]): string {
  const all = `variables.pod.${list}`;
  const fields: Held[] = [
    ...["allowPrivilegeEscalation", "readOnlyRootFilesystem", "runAsNonRoot"].map(plainly),
    {
      field: "capabilities.drop",
      has: "has(own.capabilities) && has(own.capabilities.drop)",
      text: "own.capabilities.drop.join(', ')",
    },
  ];
  const held = heldOf(`'template.spec.${list}[' + c.name + '].securityContext'`, fields);
  return `(has(${all}) ? ${all}.map(c, ${celLet("own", contextOf("c"), held)}).flatten() : [])`;
}
