import { type Check, sentence } from "./check.ts";
import type { Tree } from "./tree.ts";

/** Before each sentence. */
export const SEPARATOR = "; ";

/** A value in CEL. */
export interface Place {
  /** CEL that stands for the value. */
  value: string;
  /** Where it is, as a message names it; parts of `inPath` are CEL. */
  path: string;
}

/** Around CEL that is worked out where a path is put together. */
const [OPEN, CLOSE] = ["\u0001", "\u0002"];
const VALUE = "\u0003";
const EXPRESSION = new RegExp(`(${OPEN}[^${CLOSE}]*${CLOSE})`, "u");

/** A part of a path that only CEL knows. */
export const inPath = (cel: string): string => `${OPEN}${cel}${CLOSE}`;

/** Words that CEL keeps for itself: fields of such a name are asked for otherwise. */
const RESERVED = new Set(["namespace"]);

/**
 * CEL that gives all sentences about a value in one text, each with the separator before it; an empty text where
 * nothing is wrong. A path is only put together where something is: what stands in a sentence costs nothing before.
 */
export function celOf(tree: Tree, place: Place, depth = 0): string {
  const { checks, fields, items, keys, values } = tree;
  const parts = [
    ...checks.filter(({ mayChange }) => !mayChange).map((check) => ofCheck(check, place)),
    ...[...fields].map(([name, below]) => ofField(below, place, name, depth)),
    ofItems(items, place, depth),
    ofKeys(keys, place, depth),
    ofValues(values, place, depth),
  ].filter((part) => part !== NOTHING);
  return joined(parts);
}

/** A flat list: the API server's time to compile a chain of + grows with the square of its length. */
function joined(parts: readonly string[]): string {
  const [first = NOTHING, ...others] = parts;
  return others.length === 0 ? first : `[${parts.join(", ")}].join('')`;
}

const NOTHING = "''";

function ofCheck(check: Check, { value, path }: Place): string {
  return `(${check.wrong(value)} ? ${textOf(SEPARATOR + sentence(check, path, VALUE), value)} : '')`;
}

/** Text with CEL in it, as one expression. */
function textOf(text: string, value: string): string {
  return text
    .replaceAll(VALUE, inPath(`string(${value})`))
    .split(EXPRESSION)
    .filter((part) => part !== "")
    .map((part) => (part.startsWith(OPEN) ? part.slice(1, -1) : quoted(part)))
    .join(" + ");
}

function ofField(tree: Tree, { value, path }: Place, name: string, depth: number): string {
  const field = `${value}.${escaped(name)}`;
  const inner = celOf(tree, { value: field, path: `${path}.${name}` }, depth);
  return inner === NOTHING ? NOTHING : `(has(${field}) ? ${inner} : '')`;
}

/** Of each item of a list, by its place. */
function ofItems(tree: Tree | undefined, { value, path }: Place, depth: number): string {
  const item = `i${depth}`;
  const at = inPath(`string(${value}.indexOf(${item}))`);
  return mapped(tree && celOf(tree, { value: item, path: `${path}[${at}]` }, depth + 1), value, item);
}

/** Of each key of a map; a sentence names the map, as the API server does. */
function ofKeys(tree: Tree | undefined, { value, path }: Place, depth: number): string {
  const key = `k${depth}`;
  return mapped(tree && celOf(tree, { value: key, path }, depth + 1), value, key);
}

function ofValues(tree: Tree | undefined, { value, path }: Place, depth: number): string {
  const key = `k${depth}`;
  const one = `${value}[${key}]`;
  const inner = tree && celOf(tree, { value: one, path }, depth + 1);
  return mapped(inner && `dyn(${one}) == null ? '' : ${inner}`, value, key);
}

function mapped(inner: string | undefined, value: string, variable: string): string {
  return inner === undefined || inner === NOTHING ? NOTHING : `${value}.map(${variable}, ${inner}).join('')`;
}

/** A text as CEL writes it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

/** A field's name as CEL takes it. */
export function escaped(name: string): string {
  return RESERVED.has(name) ? `__${name}__` : name;
}
