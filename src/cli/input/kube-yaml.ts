import {
  type Document,
  isCollection,
  LineCounter,
  parseAllDocuments,
  type Range,
  type Scalar,
  type ScalarTag,
  type Tags,
  visit,
  YAMLParseError,
} from "yaml";
import { jsonStream } from "./json-stream.ts";

/** Of a scalar as kubectl reads it; written back as its author wrote it. */
const kept = (tag: string, test: RegExp, resolve: (text: string) => number | bigint): ScalarTag => ({
  tag,
  identify: (value) => typeof value === "number" || typeof value === "bigint",
  default: true,
  test,
  resolve,
  stringify: ({ source, value }: Scalar) => source ?? String(value),
});

/**
 * Integers as kubectl reads them (YAML 1.1 as go.yaml.in/yaml/v2 has it): 010 is 8, 1_000 is 1000, and there are no
 * numbers to the base 60.
 */
const integer = kept(
  "tag:yaml.org,2002:int",
  /^[-+]?(?:0[bB][01_]+|0[oO]?[0-7_]+|0[xX][0-9a-fA-F_]+|[0-9][0-9_]*)$/,
  (text) => {
    const plain = text.replaceAll("_", "");
    const digits = plain.replace(/^[-+]/, "");
    const value = wholeNumber(/^0[0-7]+$/.test(digits) ? `0o${digits}` : digits.toLowerCase());
    return plain.startsWith("-") ? -value : value;
  },
);

/** Beyond 2^53 a bigint, so that it is passed on as it is. */
function wholeNumber(digits: string): number | bigint {
  const value = Number(digits);
  return Number.isSafeInteger(value) || Number.isNaN(value) ? value : BigInt(digits);
}

const decimal = kept(
  "tag:yaml.org,2002:float",
  /^[-+]?(?:\.[0-9][0-9_]*|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?$/,
  (text) => Number(text.replaceAll("_", "")),
);

/** Read as text: JSON has no such types, and kubectl keeps the text. */
const TEXT = ["timestamp", "int", "float", "binary", "omap", "pairs", "set"].map(
  (name) => `tag:yaml.org,2002:${name}`,
);

function kubectlTags(tags: Tags): Tags {
  return [...tags.filter((tag) => typeof tag === "string" || !TEXT.includes(tag.tag)), integer, decimal];
}

/** Options by which a new document is written as the ones that were read. */
export const YAML_OPTIONS = {
  version: "1.1",
  schema: "yaml-1.1",
  customTags: kubectlTags,
  // kubectl takes the last of two equal keys; lint tells of them.
  uniqueKeys: false,
  strict: true,
  merge: true,
} as const;

/** A file's documents, and where its lines start. Errors are in the documents. */
export function parseYaml(text: string): { documents: Document.Parsed[]; lines: LineCounter } {
  const lines = new LineCounter();
  const stream = jsonStream(text);
  if (!stream) return { documents: parsed(text, lines), lines };
  lines.addNewLine(0);
  for (const { index } of text.matchAll(/\n/g)) lines.addNewLine(index + 1);
  const { starts, end } = stream;
  const documents = starts.flatMap((start, at) =>
    parsed(text.slice(start, starts[at + 1] ?? end), new LineCounter()).map((one) => shifted(one, start)),
  );
  const behind = text.slice(end).search(/\S/);
  if (behind >= 0)
    documents
      .at(-1)
      ?.errors.push(new YAMLParseError([end + behind, end + behind + 1], "UNEXPECTED_TOKEN", NOT_JSON));
  return { documents, lines };
}

const NOT_JSON =
  "behind JSON documents that follow each other kubectl reads JSON alone, and this is none: put --- between all documents";

function parsed(text: string, lineCounter: LineCounter): Document.Parsed[] {
  const all = parseAllDocuments(text, { ...YAML_OPTIONS, lineCounter, keepSourceTokens: true });
  const documents = Array.isArray(all) ? all : [];
  for (const document of documents) {
    addKeyErrors(document);
    addAliasErrors(document);
  }
  return documents;
}

/** A document whose places are those of the file that it is a part of. */
function shifted(document: Document.Parsed, by: number): Document.Parsed {
  const moved = ([start, value, end]: Range): Range => [start + by, value + by, end + by];
  document.range = moved(document.range);
  visit(document, {
    Node: (_, node) => {
      if (node.range) node.range = moved(node.range);
    },
  });
  return document;
}

/** A key that is a map or a list is nothing that JSON has; mostly it is a template, `{{ … }}`. */
function addKeyErrors(document: Document.Parsed): void {
  visit(document, {
    Pair(_, { key }) {
      if (!isCollection(key) || !key.range) return undefined;
      const message =
        "a key must be text; a template ({{ ... }}) is to be rendered first, as by `helm template`";
      document.errors.push(new YAMLParseError([key.range[0], key.range[1]], "BAD_COLLECTION_TYPE", message));
      return visit.BREAK;
    },
  });
}

/** Far more than an author writes, and few enough that aliases of aliases can't fill the memory. */
export const MOST_ALIASES = 1000;

/** The parser finds out only later, by an exception, what aliases and merge keys come to. */
function addAliasErrors(document: Document.Parsed): void {
  if (document.errors.length > 0) return;
  try {
    document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    const [from, to] = brokenAlias(document) ?? document.contents?.range ?? document.range;
    const message = error instanceof Error ? error.message : String(error);
    document.errors.push(new YAMLParseError([from, to], "BAD_ALIAS", message));
  }
}

/** Where the first alias without an anchor is. */
function brokenAlias(document: Document.Parsed): Range | undefined {
  let found: Range | undefined;
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document)) return undefined;
      found = alias.range ?? undefined;
      return visit.BREAK;
    },
  });
  return found;
}
