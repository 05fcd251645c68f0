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
export function formatOf<Kind extends Format["kind"]>(
  asked: string | undefined,
  known: readonly Kind[],
): Format & { kind: Kind } {
  const [kind = "", ...rest] = (asked ?? known[0] ?? "").split("=");
  const found = known.find((one) => one === kind);
  if (!found || rest.length > 0 !== (found === "jsonpath"))
    throw usageError(`-o ${asked}: not a format of this command`, `It takes ${known.map(shown).join(", ")}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a template goes with jsonpath and nothing else
  return { kind: found, ...(found === "jsonpath" && { template: rest.join("=") }) } as Format & {
    kind: Kind;
  };
}

const shown = (kind: Format["kind"]): string => (kind === "jsonpath" ? "jsonpath=TEMPLATE" : kind);
