import { closeSync, fstatSync, openSync, readFileSync, readSync, renameSync, writeFileSync } from "node:fs";

/** Writes a file in one step: a reader sees the old content or the new, never half of it. */
export function writeAtomically(path: string, content: string, mode = 0o600): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, content, { mode });
  renameSync(temporary, path);
}

/** Parses JSON that a guard then recognises; nothing where it isn't JSON or the guard refuses it. */
export function parseJson<T>(text: string, guard: (value: unknown) => value is T): T | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return guard(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A JSON file's value, or nothing where there is no such file or the guard refuses its content. */
export function readJson<T>(path: string, guard: (value: unknown) => value is T): T | undefined {
  try {
    return parseJson(readFileSync(path, "utf8"), guard);
  } catch {
    return undefined;
  }
}

/** Whether a value is an object with all of these fields: enough for files and messages of our own. */
export function hasFields(value: unknown, ...fields: readonly string[]): boolean {
  return typeof value === "object" && value !== null && fields.every((field) => field in value);
}

/** The end of a log with its path, in the form that error messages carry. */
export function logTail(path: string, lines = 15): string {
  const text = lastBytes(path, 16_384);
  if (text === undefined) return `\n(no log at ${path})`;
  const tail = text.trimEnd().split("\n").slice(-lines);
  return `\nEnd of ${path}:\n${tail.map((line) => `  ${line.slice(0, 400)}`).join("\n")}`;
}

function lastBytes(path: string, most: number): string | undefined {
  try {
    const file = openSync(path, "r");
    try {
      const { size } = fstatSync(file);
      const buffer = Buffer.alloc(Math.min(size, most));
      readSync(file, buffer, 0, buffer.length, size - buffer.length);
      return buffer.toString("utf8");
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}
