/** A pattern of names, in which * stands for any characters. It holds no other special character but dots. */
export function namePattern(pattern: string): RegExp {
  return new RegExp(`^${pattern.replaceAll(".", "[.]").replaceAll("*", ".*")}$`, "s");
}

export const matchesAny = (value: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => namePattern(pattern).test(value));

/** The same in CEL, of an expression that gives the list. */
export const celMatchesAny = (value: string, patterns: string): string =>
  `${patterns}.exists(pattern, ${celMatches(value, "pattern")})`;

/** CEL: whether a value matches a pattern, both expressions that give text. A regular expression costs more than to compare. */
export function celMatches(value: string, pattern: string): string {
  const expression = `'(?s)^' + ${pattern}.replace('.', '[.]').replace('*', '.*') + '$'`;
  return `(${pattern}.contains('*') ? ${value}.matches(${expression}) : ${value} == ${pattern})`;
}
