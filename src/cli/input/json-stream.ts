/** JSON documents that follow each other without a mark between them. */
export interface JsonStream {
  /** Where each begins. */
  starts: number[];
  /** Where the last one ends. */
  end: number;
}

/**
 * The JSON documents that a text begins with, where there are several: kubectl reads them as it does those between
 * marks (YAMLOrJSONDecoder of k8s.io/apimachinery). undefined: the text is YAML, or one JSON document. Pure.
 */
export function jsonStream(text: string): JsonStream | undefined {
  const starts: number[] = [];
  let end = 0;
  for (;;) {
    const start = end + (/^\s*/.exec(text.slice(end, end + MOST_SPACE))?.[0].length ?? 0);
    const next = objectEnd(text, start);
    if (next === undefined || !isJson(text.slice(start, next))) break;
    starts.push(start);
    end = next;
  }
  return starts.length > 1 ? { starts, end } : undefined;
}

/** Between two documents. */
const MOST_SPACE = 4096;

/** Behind the brace that closes the object which begins there. */
function objectEnd(text: string, start: number): number | undefined {
  if (text[start] !== "{") return undefined;
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = closingQuote(text, at);
    else if (character === "{") depth += 1;
    else if (character === "}") depth -= 1;
    if (depth === 0) return at + 1;
  }
  return undefined;
}

function closingQuote(text: string, opening: number): number {
  for (let at = opening + 1; at < text.length; at += 1) {
    if (text[at] === '"') return at;
    if (text[at] === "\\") at += 1;
  }
  return text.length;
}

/** Whether a text is one JSON document. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
