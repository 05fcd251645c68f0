/** JSON whose shape the caller vouches for: it was written by the API server or by this harness. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says what it is
export function parseJson<T>(text: string): T {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where tests believe it
  return JSON.parse(text) as T;
}

/** The value, or undefined where the text is no JSON. */
export function tryJson(text: string): unknown {
  try {
    return parseJson<unknown>(text);
  } catch {
    return undefined;
  }
}
