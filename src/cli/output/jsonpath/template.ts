import { jsonText } from "../../../kube/json.ts";
import { usageError } from "../../errors.ts";
import { find } from "./find.ts";
import { parseSteps, type Step } from "./parse.ts";

/** A piece of a template: text, what a path finds, or a loop. */
type Part =
  | { kind: "text"; text: string }
  | { kind: "path"; steps: Step[] }
  | { kind: "range"; steps: Step[]; body: Part[] };

/**
 * The text of a kubectl JSONPath template for a value: text outside braces as it is, {.paths}, {"literals"} and
 * {range .items[*]}…{end}. A bare path needs no braces.
 * @throws CliError for a template that can't be read
 */
export function jsonPathText(template: string, value: unknown): string {
  const text = template.includes("{") ? template : `{${/^[.[@$]/.test(template) ? "" : "."}${template}}`;
  const { parts } = parseParts(tokens(text), false);
  return textOf(parts, value, value);
}

function textOf(parts: readonly Part[], value: unknown, root: unknown): string {
  return parts
    .map((part) => {
      if (part.kind === "text") return part.text;
      const found = find(part.steps, value, root);
      if (part.kind === "path") return found.map(shown).join(" ");
      return found.map((one) => textOf(part.body, one, root)).join("");
    })
    .join("");
}

interface Token {
  inBraces: boolean;
  text: string;
}

/** A brace within quotes is text. */
function tokens(template: string): Token[] {
  const found = [...template.matchAll(/\{((?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^{}"'])*)\}|([^{}]+)/g)];
  if (found.map(([whole]) => whole).join("") !== template)
    throw usageError(`the template ${template} has a brace or quote that is not closed`);
  return found.map(([, braced, plain]) => ({ inBraces: braced !== undefined, text: braced ?? plain ?? "" }));
}

function parseParts(rest: readonly Token[], inRange: boolean): { parts: Part[]; rest: readonly Token[] } {
  const [first, ...more] = rest;
  if (!first) {
    if (inRange) throw usageError("the template has a {range} without {end}");
    return { parts: [], rest: [] };
  }
  const text = first.text.trim();
  if (first.inBraces && text === "end") {
    if (!inRange) throw usageError("the template has an {end} without {range}");
    return { parts: [], rest: more };
  }
  if (first.inBraces && /^range\s/.test(text)) {
    const body = parseParts(more, true);
    const next = parseParts(body.rest, inRange);
    const range: Part = {
      kind: "range",
      steps: parseSteps(text.slice("range".length).trim()),
      body: body.parts,
    };
    return { parts: [range, ...next.parts], rest: next.rest };
  }
  const next = parseParts(more, inRange);
  return {
    parts: [first.inBraces ? partOf(text) : { kind: "text", text: first.text }, ...next.parts],
    rest: next.rest,
  };
}

function partOf(text: string): Part {
  const quoted = /^(["'])(.*)\1$/s.exec(text)?.[2];
  if (quoted === undefined) return { kind: "path", steps: parseSteps(text) };
  return { kind: "text", text: quoted.replaceAll(/\\(.)/g, (_, sign: string) => ESCAPES[sign] ?? sign) };
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

function shown(value: unknown): string {
  return typeof value === "string" ? value : jsonText(value);
}
