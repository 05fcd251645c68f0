import { usageError } from "../../errors.ts";

/** One step of a path. */
export type Step =
  | { kind: "root" }
  | { kind: "field"; name: string }
  | { kind: "all" }
  | { kind: "deep"; name: string }
  | { kind: "slice"; from: number | undefined; to: number | undefined; by: number }
  | { kind: "union"; of: (string | number)[] }
  | { kind: "filter"; left: Step[]; operator: Operator | undefined; right: unknown };

const OPERATORS = ["==", "!=", "<=", ">=", "<", ">"] as const;
export type Operator = (typeof OPERATORS)[number];

const FORMS: readonly { form: RegExp; step: (match: RegExpExecArray, path: string) => Step | undefined }[] = [
  { form: /^\$/, step: () => ({ kind: "root" }) },
  { form: /^@/, step: () => undefined },
  { form: /^\.\.((?:\\.|[^.[\]\\\s])+)/, step: ([, name = ""]) => ({ kind: "deep", name: plain(name) }) },
  { form: /^\.\*|^\[\*\]/, step: () => ({ kind: "all" }) },
  { form: /^\.((?:\\.|[^.[\]\\\s])+)/, step: ([, name = ""]) => ({ kind: "field", name: plain(name) }) },
  { form: /^\[\?\((.*?)\)\]/, step: ([, inner = ""], path) => filterOf(inner, path) },
  { form: /^\[(-?\d*):(-?\d*)(?::(\d+))?\]/, step: ([, from, to, by]) => sliceOf(from, to, by) },
  {
    form: /^\[((?:'[^']*'|"[^"]*"|-?\d+)(?:\s*,\s*(?:'[^']*'|"[^"]*"|-?\d+))*)\]/,
    step: ([, list = ""]) => ({
      kind: "union",
      of: [...list.matchAll(/'([^']*)'|"([^"]*)"|(-?\d+)/g)].map(keyOf),
    }),
  },
  { form: /^\.$/, step: () => undefined },
];

/** @throws CliError that shows where the path can't be read any more */
export function parseSteps(path: string): Step[] {
  const steps: Step[] = [];
  for (let rest = path; rest !== ""; ) {
    const [found] = FORMS.flatMap(({ form, step }) => {
      const match = form.exec(rest);
      return match ? [{ match, step }] : [];
    });
    if (!found) throw usageError(`the JSONPath ${path} can't be read from "${rest}" on`);
    const step = found.step(found.match, path);
    if (step) steps.push(step);
    rest = rest.slice(found.match[0].length);
  }
  return steps;
}

function filterOf(inner: string, path: string): Step {
  const match = /^\s*(@[^=!<>]*?)\s*(?:(==|!=|<=|>=|<|>)\s*(.+?))?\s*$/.exec(inner);
  if (!match)
    throw usageError(
      `the JSONPath ${path} has the filter ${inner}, and it takes one of @.field, @.field=="value"`,
    );
  const [, left = "", operator, right] = match;
  return {
    kind: "filter",
    left: parseSteps(left),
    operator: OPERATORS.find((one) => one === operator),
    right: right === undefined ? undefined : literal(right, path),
  };
}

function literal(text: string, path: string): unknown {
  const quoted = /^(["'])(.*)\1$/.exec(text)?.[2];
  if (quoted !== undefined) return quoted;
  try {
    return JSON.parse(text);
  } catch {
    throw usageError(`the JSONPath ${path} compares with ${text}: put text in quotes`);
  }
}

function sliceOf(from = "", to = "", by = "1"): Step {
  return { kind: "slice", from: boundOf(from), to: boundOf(to), by: Math.max(1, Number(by)) };
}

const boundOf = (text: string): number | undefined => (text === "" ? undefined : Number(text));

const keyOf = ([, single, double, number]: RegExpExecArray): string | number =>
  single ?? double ?? Number(number);
/** A dot within a key is written \. */
const plain = (name: string): string => name.replaceAll(/\\(.)/g, "$1");
