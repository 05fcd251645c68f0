import { usageError } from "../errors.ts";

/** How a verb prints: -o. */
export type Format =
  | { kind: "table" }
  | { kind: "wide" }
  | { kind: "json" }
  | { kind: "yaml" }
  | { kind: "name" }
  | { kind: "jsonpath"; template: string }
  | { kind: "text" }
  | { kind: "sarif" }
  | { kind: "github" };

/**
 * The format that -o names, of those that a verb knows; the first of them where none is named.
 * @throws CliError that lists the formats
 */
export function formatOf(asked: string | undefined, known: readonly Format["kind"][]): Format {
  const [kind = "", ...rest] = (asked ?? known[0] ?? "").split("=");
  const found = known.find((one) => one === kind);
  if (!found || rest.length > 0 !== (found === "jsonpath"))
    throw usageError(`-o ${asked}: not a format of this command`, `It takes ${known.map(shown).join(", ")}`);
  return found === "jsonpath" ? { kind: found, template: rest.join("=") } : { kind: found };
}

const shown = (kind: Format["kind"]): string => (kind === "jsonpath" ? "jsonpath=TEMPLATE" : kind);
