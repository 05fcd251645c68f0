import { normalize } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { Document, isMap, type YAMLMap } from "yaml";
import { isRecord } from "../../kube/json.ts";
import { inputError } from "../errors.ts";
import { MOST_ALIASES, parseYaml, YAML_OPTIONS } from "../input/kube-yaml.ts";
import { offsetOf, type Position, positionAt, stepsOf } from "../input/position.ts";
import type { Source } from "../input/sources.ts";
import type { Conversion } from "./conversion.ts";
import { fieldInCronJob } from "./cron-job.ts";
import type { Judge } from "../lint/cel.ts";
import { lintHooks } from "../lint/hooks.ts";
import type { SchemaNode } from "../../crd/schema/node.ts";
import { type Kustomize, patchRefusal } from "./kustomize.ts";
import { candidates, toBatchTask, toPatch } from "./object.ts";
import { faults, ownedFields, type Refusal } from "./refusal.ts";
import { chunksOf, written } from "./written.ts";

export interface Converted {
  /** The whole file; what was not converted is there letter by letter. */
  text: string;
  conversions: Conversion[];
}

/** By what a converted object is checked. */
interface Checks {
  schema: SchemaNode;
  judge: Judge;
}

type Held = Kustomize & {
  /** Jobs and CronJobs that must not be converted, by kind/name. */
  stays: ReadonlySet<string>;
};

/**
 * Makes BatchTasks of the Jobs and CronJobs of a file. Other documents pass through.
 * @throws CliError for a file that is no YAML
 */
export function convertFile({ name: file, text }: Source, checks: Checks, kustomize: Held): Converted {
  const { documents, lines } = parseYaml(text);
  const [broken] = documents.flatMap(({ errors }) => errors);
  if (broken) {
    const { line, column } = positionAt(lines, broken.pos[0]);
    throw inputError(`${file}:${line}:${column}: ${broken.message.split("\n")[0]}`);
  }
  const patchOf = kustomize.patches.get(normalize(file));
  const turn = patchOf === undefined ? toBatchTask : toPatch;
  const parts = chunksOf(text).map(({ source, start, end }) => {
    const document = documents.find(({ contents }) => isWithin(contents?.range?.[0], start, end));
    if (!document) return { text: source, conversions: [] };
    const wholes = candidates(document).map(({ map, root }): Conversion => {
      const object = `${String(map.get("kind"))}/${nameOf(map)}`;
      const { value, losses } = rehearse(document, map, turn);
      const refusals = isRecord(value) && patchOf === undefined ? refusalsOf(value, checks) : [];
      refusals.push(...heldBy(map, kustomize, patchOf));
      if (refusals.length === 0) turn(document, map);
      // Behind an alias or a merge key the document's own nodes can't be changed as the copy's were.
      if (refusals.length === 0 && !isNow(document, map, value)) refusals.push(ALIASED);
      const asWritten = object.startsWith("CronJob/") ? fieldInCronJob : (field: string) => field;
      const at = (field: string) =>
        positionAt(lines, offsetOf(document, [...root, ...stepsOf(asWritten(field))]));
      const placed = refusals.map((refusal) => ({ ...refusal, ...at(refusal.field) }));
      const hooks = isRecord(value) ? lintHooks(value).map(({ message }) => message) : [];
      return { file, ...at(""), object, losses: [...losses, ...hooks], refusals: placed };
    });
    return rewrite(document, source, wholes);
  });
  return {
    text: parts.map((part) => part.text).join(""),
    conversions: parts.flatMap(({ conversions }) => conversions),
  };
}

/** What kustomizations have against it; of a Job that stays, so do its patches. */
function heldBy(map: YAMLMap, kustomize: Held, patchOf: string | undefined): Refusal[] {
  const patch = { kind: String(map.get("kind")), name: nameOf(map) };
  const own = patchOf === undefined ? [] : patchRefusal(kustomize, patchOf, patch);
  const isHeld = own.length === 0 && kustomize.stays.has(`${patch.kind}/${patch.name}`);
  return [...own, ...(isHeld ? [TOGETHER] : [])].map((message) => ({ field: "", message }));
}

const TOGETHER =
  "what belongs to it in these files, as a patch or its base, stays as it is, and they fit together only";

function isWithin(offset: number | undefined, start: number, end: number): boolean {
  return offset !== undefined && offset >= start && offset < end;
}

/** What an object becomes, tried on a copy of its own: one that is refused must stay as it is. */
function rehearse(
  document: Document,
  map: YAMLMap,
  turn: typeof toBatchTask,
): { value: unknown; losses: string[] } {
  const trial = new Document(map.toJS(document, ALIASES), YAML_OPTIONS);
  if (!isMap(trial.contents)) return { value: undefined, losses: [] };
  const losses = turn(trial, trial.contents);
  return { value: trial.toJS(), losses };
}

/** False, too, where an alias has lost its anchor. */
function isNow(document: Document, map: YAMLMap, value: unknown): boolean {
  try {
    return isDeepStrictEqual(map.toJS(document, ALIASES), value);
  } catch {
    return false;
  }
}

/** The document with what was converted; as it was, where that can't be written. */
function rewrite(document: Document, source: string, conversions: Conversion[]): Converted {
  if (conversions.every(({ refusals }) => refusals.length > 0)) return { text: source, conversions };
  const text = conversions.some(({ refusals }) => refusals.some(({ message }) => message === ALIASED.message))
    ? undefined
    : tryToWrite(document, source);
  if (text !== undefined) return { text, conversions };
  const refused = conversions.map((one) =>
    one.refusals.length > 0 ? one : { ...one, refusals: [aliasedAt(one)] },
  );
  return { text: source, conversions: refused };
}

/** undefined where an alias has lost its anchor. */
function tryToWrite(document: Document, source: string): string | undefined {
  try {
    return written(document, source);
  } catch {
    return undefined;
  }
}

const ALIASES = { maxAliasCount: MOST_ALIASES };

const ALIASED: Refusal = {
  field: "",
  message:
    "an alias or merge key of its file is in the way of a part that is to change or to go: write that value out",
};

const aliasedAt = ({ line, column }: Position) => ({ ...ALIASED, line, column });

/** Refusals in a Job's words come first, and what the schema says of the same fields is left out. */
function refusalsOf(object: Record<string, unknown>, { schema, judge }: Checks): Refusal[] {
  const owned = ownedFields(object);
  const isOwned = ({ field }: Refusal) => owned.some((one) => isWithinField(field, one.field));
  return [...owned, ...faults(object, schema, judge).filter((fault) => !isOwned(fault))];
}

const isWithinField = (field: string, outer: string): boolean =>
  field === outer || field.startsWith(`${outer}.`);

function nameOf(map: YAMLMap): string {
  const name = map.getIn(["metadata", "name"]) ?? map.getIn(["metadata", "generateName"]);
  return typeof name === "string" ? name : "";
}
