import type { Document } from "yaml";
import { isRecord } from "../../kube/json.ts";
import { inputError } from "../errors.ts";
import { parseYaml } from "../input/kube-yaml.ts";
import { offsetOf, type Position, positionAt, stepsOf } from "../input/position.ts";
import type { Source } from "../input/sources.ts";
import type { Judge } from "../lint/cel.ts";
import type { SchemaNode } from "../../api/crd/schema/node.ts";
import { layoutOf } from "./layout.ts";
import { candidates, toBatchTask } from "./object.ts";
import { faults, ownedFields, type Refusal } from "./refusal.ts";

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
    const document = documents.find(({ contents, range }) => contents && range[0] >= start && range[0] < end);
    if (!document) return { text: source, conversions: [] };
    const conversions = candidates(document).map(({ map, root }): Conversion => {
      const place = positionAt(lines, offsetOf(document, root));
      const object = `${String(map.get("kind"))}/${nameOf(map.toJSON())}`;
      const trial = document.clone();
      const copy = candidates(trial).find((one) => one.root.join() === root.join());
      const losses = copy ? toBatchTask(trial, copy.map) : [];
      const value: unknown = copy?.map.toJS(trial);
      const refusals = isRecord(value) ? refusalsOf(value, schema, judge) : [];
      if (refusals.length === 0) toBatchTask(document, map);
      const [first] = refusals;
      const at = first ? positionAt(lines, offsetOf(document, [...root, ...stepsOf(first.field)])) : place;
      return { file, ...at, object, losses, refusals };
    });
    const changed = conversions.some(({ refusals }) => refusals.length === 0);
    return { text: changed ? written(document, source) : source, conversions };
  });
  return {
    text: parts.map((part) => part.text).join(""),
    conversions: parts.flatMap(({ conversions }) => conversions),
  };
}

/** The text of each document: a mark at the start of a line begins the next, wherever it is (YAML 1.1, 4.3.4). */
function chunksOf(text: string): { source: string; start: number; end: number }[] {
  const marks = [...text.matchAll(/^---(?=\s|$)/gm)].map(({ index }) => index);
  const starts = [...new Set([0, ...marks])];
  return starts.map((start, at) => {
    const end = starts[at + 1] ?? text.length;
    return { source: text.slice(start, end), start, end };
  });
}

/** Refusals in a Job's words come first, and alone. */
function refusalsOf(object: Record<string, unknown>, schema: SchemaNode, judge: Judge): Refusal[] {
  const owned = ownedFields(object);
  return owned.length > 0 ? owned : faults(object, schema, judge);
}

/** A document, written as its source is laid out, with the marks around it. */
function written(document: Document, source: string): string {
  if (/^\s*\{/.test(source) && isJson(source)) return `${JSON.stringify(document.toJS(), undefined, 2)}\n`;
  const body = document.toString({ ...layoutOf(source), directives: null });
  const mark = source.startsWith("---") ? "---\n" : "";
  return mark + body.replace(/^---\n/, "").replace(/^\.\.\.\n$/m, "");
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function nameOf(value: unknown): string {
  const metadata = isRecord(value) && isRecord(value["metadata"]) ? value["metadata"] : {};
  const name = metadata["name"] ?? metadata["generateName"];
  return typeof name === "string" ? name : "";
}
