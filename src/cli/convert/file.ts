import { Document, isMap, type YAMLMap } from "yaml";
import { isRecord } from "../../kube/json.ts";
import { inputError } from "../errors.ts";
import { parseYaml, YAML_OPTIONS } from "../input/kube-yaml.ts";
import { offsetOf, type Position, positionAt, stepsOf } from "../input/position.ts";
import type { Source } from "../input/sources.ts";
import type { Judge } from "../lint/cel.ts";
import type { SchemaNode } from "../../api/crd/schema/node.ts";
import { candidates, toBatchTask } from "./object.ts";
import { faults, ownedFields, type Refusal } from "./refusal.ts";
import { chunksOf, written } from "./written.ts";

/** What became of one Job or CronJob. */
export interface Conversion extends Position {
  file: string;
  /** Kind/name of what was there. */
  object: string;
  /** What the BatchTask lacks of it. */
  losses: string[];
  /** Why it was left as it is; empty: it was converted. */
  refusals: Refusal[];
}

export interface Converted {
  /** The whole file; what was not converted is there letter by letter. */
  text: string;
  conversions: Conversion[];
}

/**
 * Makes BatchTasks of the Jobs and CronJobs of a file. Other documents pass through.
 * @throws CliError for a file that is no YAML
 */
export function convertFile({ name: file, text }: Source, schema: SchemaNode, judge: Judge): Converted {
  const { documents, lines } = parseYaml(text);
  const [broken] = documents.flatMap(({ errors }) => errors);
  if (broken) {
    const { line, column } = positionAt(lines, broken.pos[0]);
    throw inputError(`${file}:${line}:${column}: ${broken.message.split("\n")[0]}`);
  }
  const parts = chunksOf(text).map(({ source, start, end }) => {
    const document = documents.find(({ contents }) => isWithin(contents?.range?.[0], start, end));
    if (!document) return { text: source, conversions: [] };
    const wholes = candidates(document).map(({ map, root }): Conversion => {
      const object = `${String(map.get("kind"))}/${nameOf(map)}`;
      const { value, losses } = rehearse(document, map);
      const refusals = isRecord(value) ? refusalsOf(value, schema, judge) : [];
      if (refusals.length === 0) toBatchTask(document, map);
      const place = [...root, ...stepsOf(refusals[0]?.field ?? "")];
      return { file, ...positionAt(lines, offsetOf(document, place)), object, losses, refusals };
    });
    return rewrite(document, source, wholes);
  });
  return {
    text: parts.map((part) => part.text).join(""),
    conversions: parts.flatMap(({ conversions }) => conversions),
  };
}

function isWithin(offset: number | undefined, start: number, end: number): boolean {
  return offset !== undefined && offset >= start && offset < end;
}

/** What an object becomes, tried on a copy of its own: one that is refused must stay as it is. */
function rehearse(document: Document, map: YAMLMap): { value: unknown; losses: string[] } {
  const trial = new Document(map.toJS(document), YAML_OPTIONS);
  if (!isMap(trial.contents)) return { value: undefined, losses: [] };
  const losses = toBatchTask(trial, trial.contents);
  return { value: trial.toJS(), losses };
}

/** The document with what was converted; as it was, where that can't be written. */
function rewrite(document: Document, source: string, conversions: Conversion[]): Converted {
  if (conversions.every(({ refusals }) => refusals.length > 0)) return { text: source, conversions };
  try {
    return { text: written(document, source), conversions };
  } catch {
    // The library's own words name an alias by its anchor, which is not there any more.
    const refusals = [{ field: "", message: ALIAS }];
    return {
      text: source,
      conversions: conversions.map((one) => (one.refusals.length > 0 ? one : { ...one, refusals })),
    };
  }
}

const ALIAS =
  "an alias of its file refers to a part that a BatchTask does not have, such as a schedule or what the server added: write that value out";

/** Refusals in a Job's words come first, and alone. */
function refusalsOf(object: Record<string, unknown>, schema: SchemaNode, judge: Judge): Refusal[] {
  const owned = ownedFields(object);
  return owned.length > 0 ? owned : faults(object, schema, judge);
}

function nameOf(map: YAMLMap): string {
  const name = map.getIn(["metadata", "name"]) ?? map.getIn(["metadata", "generateName"]);
  return typeof name === "string" ? name : "";
}
