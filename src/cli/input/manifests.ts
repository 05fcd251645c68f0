import type { Document, LineCounter } from "yaml";
import { isRecord } from "../../kube/json.ts";
import { inputError } from "../errors.ts";
import { MOST_ALIASES, parseYaml } from "./kube-yaml.ts";
import { offsetOf, type Position, positionAt, stepsOf } from "./position.ts";
import type { Source } from "./sources.ts";

/** An object that was read. */
export interface Manifest {
  /** The file's name. */
  readonly file: string;
  readonly object: Record<string, unknown>;
  /** The document that it is, or is an item of. */
  readonly document: Document;
  /** Steps from the document's root: none, or items and a number for one of a List. */
  readonly root: readonly string[];
  /** Where a field is, by its path as messages have it; of an absent field, where the nearest above it is. */
  positionOf(field: string): Position;
  /** Where a character of the file is. */
  positionAt(offset: number): Position;
}

/** A file that can't be read as YAML, and where. */
export interface SyntaxProblem extends Position {
  file: string;
  message: string;
}

export interface Parsed {
  manifests: Manifest[];
  problems: SyntaxProblem[];
}

/** The objects of some files, the items of Lists one by one; empty documents are passed over. */
export function parseManifests(sources: readonly Source[]): Parsed {
  const all = sources.map(parseSource);
  return {
    manifests: all.flatMap(({ manifests }) => manifests),
    problems: all.flatMap(({ problems }) => problems),
  };
}

/**
 * The same for verbs that need every file whole.
 * @throws CliError that names the first place which can't be read
 */
export function manifestsOf(sources: readonly Source[]): Manifest[] {
  const { manifests, problems } = parseManifests(sources);
  const [first] = problems;
  if (first) throw inputError(`${first.file}:${first.line}:${first.column}: ${first.message}`);
  return manifests;
}

export function kindOf({ object }: Pick<Manifest, "object">): string {
  return typeof object["kind"] === "string" ? object["kind"] : "";
}

function parseSource({ name: file, text }: Source): Parsed {
  const { documents, lines } = parseYaml(text);
  const parsed = documents.map((document) => parseDocument(file, document, lines));
  return {
    manifests: parsed.flatMap(({ manifests }) => manifests),
    problems: parsed.flatMap(({ problems }) => problems),
  };
}

function parseDocument(file: string, document: Document, lines: LineCounter): Parsed {
  const problems = document.errors.map(({ message, pos }) => ({
    file,
    ...positionAt(lines, pos[0]),
    message: firstLine(message),
  }));
  if (problems.length > 0) return { manifests: [], problems };
  const positionOf = (steps: readonly string[]) => positionAt(lines, offsetOf(document, steps));
  const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
  if (value === null || value === undefined) return { manifests: [], problems: [] };
  if (!isRecord(value)) {
    const message = "this document is not an object with apiVersion and kind";
    return { manifests: [], problems: [{ file, ...positionOf([]), message }] };
  }
  const manifests = itemsOf(value).map(
    ({ object, root }): Manifest => ({
      file,
      object,
      document,
      root,
      positionOf: (field) => positionOf([...root, ...stepsOf(field)]),
      positionAt: (offset) => positionAt(lines, offset),
    }),
  );
  return { manifests, problems };
}

function itemsOf(object: Record<string, unknown>): { object: Record<string, unknown>; root: string[] }[] {
  const { kind, items } = object;
  if (typeof kind !== "string" || !kind.endsWith("List") || !Array.isArray(items))
    return [{ object, root: [] }];
  return items.flatMap((item: unknown, at) =>
    isRecord(item) ? [{ object: item, root: ["items", String(at)] }] : [],
  );
}

const firstLine = (text: string): string =>
  (text.split("\n")[0] ?? "").replace(/ at line \d+, column \d+:?$/, "");
