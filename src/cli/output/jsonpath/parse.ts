import { usageError } from "../../errors.ts";

/** One step of a path from a value to others. */
export type Step =
  | { kind: "field"; name: string }
  /** Items of a list; an index is a slice of one. */
  | { kind: "slice"; from: number | undefined; to: number | undefined }
  | { kind: "every" }
  /** The value itself and all that it holds, at any depth. */
  | { kind: "deep" }
  | { kind: "union"; of: Step[] }
  | { kind: "filter"; left: Operand; operator: string; right: Operand };

export type Operand = { path: Path } | { value: string | number | boolean | null };

/** `fromRoot`: of the whole object ($), not of the value at hand (@ or none). */
export interface Path {
  fromRoot: boolean;
  steps: Step[];
}

export type Node = { text: string } | { path: Path } | { range: Path; body: Node[] };

/** What is within braces, quoted braces included. */
const BRACES = /\{((?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^{}"'])*)\}/g;
const QUOTED = /^(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)')$/s;

/**
 * Reads a template as kubectl's -o jsonpath takes it: text, {paths}, {"quoted text"}, {range PATH}…{end}. A
 * template without braces is one path.
 * @throws CliError that names the part which can't be read
 */
export function parseTemplate(template: string): Node[] {
  if (!template.includes("{")) return [{ path: parsePath(template.trim()) }];
  const root: Node[] = [];
  const open: Node[][] = [root];
  let end = 0;
  const add = (node: Node) => open.at(-1)?.push(node);
  const addText = (text: string) => {
    if (/[{}]/.test(text)) throw wrong(text, "a brace has no counterpart");
    if (text !== "") add({ text });
  };
  for (const match of template.matchAll(BRACES)) {
    addText(template.slice(end, match.index));
    end = match.index + match[0].length;
    const inside = (match[1] ?? "").trim();
    const range = /^range\s+(.+)$/s.exec(inside);
    if (inside === "end") {
      if (open.length === 1) throw wrong("{end}", "there is no {range} before it");
      open.pop();
    } else if (range) {
      const body: Node[] = [];
      add({ range: parsePath(range[1] ?? ""), body });
      open.push(body);
    } else add(parsePiece(inside));
  }
  addText(template.slice(end));
  if (open.length > 1) throw wrong(template, "a {range} has no {end}");
  return root;
}

function parsePiece(inside: string): Node {
  const quoted = QUOTED.exec(inside);
  return quoted ? { text: unescape(quoted[1] ?? quoted[2] ?? "") } : { path: parsePath(inside) };
}

const FIELD = /^\.?((?:\\.|[^\\.[\]\s*(){}=!<>"',])+)/;

function parsePath(text: string): Path {
  const start = /^[$@]/.exec(text)?.[0] ?? "";
  const steps: Step[] = [];
  let rest = text.slice(start.length);
  while (rest !== "" && rest !== ".") {
    const [step, length] = nextStep(rest, text);
    steps.push(step);
    rest = rest.slice(length);
  }
  return { fromRoot: start === "$", steps };
}

/** The first step of a text, and how long it is. */
function nextStep(rest: string, whole: string): [Step, number] {
  if (rest.startsWith("..")) return [{ kind: "deep" }, rest[2] === "[" ? 2 : 1];
  const every = /^\.?\*/.exec(rest);
  if (every) return [{ kind: "every" }, every[0].length];
  if (rest.startsWith("[") || rest.startsWith(".[")) {
    const from = rest.indexOf("[");
    const to = closing(rest, from);
    if (to < 0) throw wrong(whole, "a bracket is not closed");
    return [parseBracket(rest.slice(from + 1, to).trim(), whole), to + 1];
  }
  const field = FIELD.exec(rest);
  if (!field) throw wrong(whole, `"${rest}" is no field`);
  return [{ kind: "field", name: (field[1] ?? "").replaceAll(/\\(.)/g, "$1") }, field[0].length];
}

/** Where the bracket at `from` is closed; -1: nowhere. */
function closing(text: string, from: number): number {
  let depth = 0;
  for (const { 0: token, index } of text.slice(from).matchAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[[\]]/g)) {
    if (token === "[") depth += 1;
    if (token === "]") depth -= 1;
    if (depth === 0) return from + index;
  }
  return -1;
}

function parseBracket(inside: string, whole: string): Step {
  const filter = /^\?\s*\((.*)\)$/s.exec(inside);
  if (filter) return parseFilter(filter[1] ?? "");
  const parts = inside.match(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^,\s]+/g) ?? [];
  const [first, ...more] = parts.map((part) => parseSubscript(part, whole));
  if (!first) throw wrong(whole, "there is nothing within the brackets");
  return more.length === 0 ? first : { kind: "union", of: [first, ...more] };
}

function parseSubscript(part: string, whole: string): Step {
  if (part === "*") return { kind: "every" };
  const quoted = QUOTED.exec(part);
  if (quoted) return { kind: "field", name: unescape(quoted[1] ?? quoted[2] ?? "") };
  const at = /^-?\d+$/.test(part) ? Number(part) : undefined;
  if (at !== undefined) return { kind: "slice", from: at, to: at === -1 ? undefined : at + 1 };
  const slice = /^(-?\d*):(-?\d*)$/.exec(part);
  if (!slice) throw wrong(whole, `"${part}" is no index`);
  return { kind: "slice", from: bound(slice[1]), to: bound(slice[2]) };
}

const bound = (text = ""): number | undefined => (text === "" ? undefined : Number(text));

function parseFilter(text: string): Step {
  const match = /^(.*?)\s*(==|!=|<=|>=|<|>)\s*(.*)$/s.exec(text.trim());
  if (!match)
    return { kind: "filter", left: parseOperand(text.trim()), operator: "exists", right: { value: null } };
  const [, left = "", operator = "", right = ""] = match;
  return { kind: "filter", left: parseOperand(left), operator, right: parseOperand(right) };
}

function parseOperand(text: string): Operand {
  const quoted = QUOTED.exec(text);
  if (quoted) return { value: unescape(quoted[1] ?? quoted[2] ?? "") };
  if (text === "true" || text === "false") return { value: text === "true" };
  if (/^-?\d+(\.\d+)?$/.test(text)) return { value: Number(text) };
  return { path: parsePath(text) };
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

function unescape(text: string): string {
  return text.replaceAll(/\\(.)/gs, (_, char: string) => ESCAPES[char] ?? char);
}

function wrong(part: string, why: string) {
  return usageError(
    `-o jsonpath: ${part}: ${why}`,
    "See https://kubernetes.io/docs/reference/kubectl/jsonpath",
  );
}
