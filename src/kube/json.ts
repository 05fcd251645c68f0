/** True for a JSON object (not null, not an array). */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Takes the keys that are null out of a value, in place: Kubernetes' own types read them as absent, and templates leave
 * them behind (`volumeMounts:` above an empty block). What is null in a list stays, since it would move its neighbours.
 */
export function dropNulls(value: unknown): void {
  if (Array.isArray(value)) for (const item of value) dropNulls(item);
  else if (isRecord(value))
    for (const key in value) {
      if (value[key] === null) delete value[key];
      else dropNulls(value[key]);
    }
}

/** What ES2026 adds to JSON, and TypeScript does not know yet: https://github.com/tc39/proposal-json-parse-with-source */
interface ExactJson {
  rawJSON(text: string): unknown;
}

interface Source {
  source?: string;
}

/** A number that may be none of JavaScript's stands in no text that has not so many digits in a row. */
const MANY_DIGITS = /\d{16}/;
const WHOLE = /^-?\d+$/;

/**
 * As JSON.parse; but whole numbers beyond 2^53, which Kubernetes' int64 may be, are bigints, so that they are passed on
 * as they are.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  return MANY_DIGITS.test(text) ? JSON.parse(text, exactly) : JSON.parse(text);
}

function exactly(_key: string, value: unknown, { source = "" }: Source = {}): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value) || !WHOLE.test(source)) return value;
  return BigInt(source);
}

/** As JSON.stringify, with bigints as the numbers that they are. */
export function jsonText(value: unknown, space?: number): string {
  try {
    return JSON.stringify(value, undefined, space);
  } catch (error) {
    // A bigint is a TypeError to it. To ask each value beforehand would cost most texts five times as much.
    if (!(error instanceof TypeError)) throw error;
    return JSON.stringify(value, (_key, inner: unknown) => asNumber(inner), space);
  }
}

/** A bigint as JSON.stringify is to write it; all else as it is. */
function asNumber(value: unknown): unknown {
  if (typeof value !== "bigint") return value;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Node.js has it since 21
  return (JSON as unknown as ExactJson).rawJSON(String(value));
}
