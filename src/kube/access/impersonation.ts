/** Header lines; several values are several lines. */
export type Headers = Record<string, string | string[]>;

/** The fields of a kubeconfig's user that say whom he acts as. */
export const IMPERSONATION_FIELDS = ["as", "as-uid", "as-groups", "as-user-extra"] as const;

/** Of a header's value: what is more than one line, or no byte, is none (RFC 9110, 5.5). */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * The headers by which a user of a kubeconfig acts as somebody else, as client-go sends them
 * (transport/round_trippers.go). undefined: he acts as himself.
 * @throws Error that names the field, for what can't be sent: to leave it out would be to act with other rights
 */
export function impersonationHeaders(user: Readonly<Record<string, unknown>>): Headers | undefined {
  const name = text(user["as"], "as");
  const uid = text(user["as-uid"], "as-uid");
  const groups = texts(user["as-groups"], "as-groups");
  const extra = extras(user["as-user-extra"]);
  const others = [uid, groups.length > 0 || undefined, extra.length > 0 || undefined];
  if (name === undefined) {
    if (others.every((one) => one === undefined)) return undefined;
    throw new Error('"as-uid", "as-groups" and "as-user-extra" need "as": name the user');
  }
  return {
    "impersonate-user": name,
    ...(uid !== undefined && { "impersonate-uid": uid }),
    ...(groups.length > 0 && { "impersonate-group": groups }),
    ...Object.fromEntries(extra),
  };
}

function extras(value: unknown): [string, string[]][] {
  if (value === undefined || value === null) return [];
  if (typeof value !== "object" || Array.isArray(value))
    throw new Error('"as-user-extra" is no map of lists: write KEY: [VALUE]');
  return Object.entries(value).map(([key, values]) => [
    `impersonate-extra-${escaped(key)}`,
    texts(values, `as-user-extra.${key}`),
  ]);
}

function texts(value: unknown, field: string): string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Error(`"${field}" is ${JSON.stringify(value)}: write a list`);
  return value.map((one) => text(one, field) ?? "");
}

/** An empty one is none, as for client-go. */
function text(value: unknown, field: string): string | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value !== "string")
    throw new Error(`"${field}" is ${JSON.stringify(value)}: write it in quotes`);
  const bytes = Buffer.from(value, "utf8").toString("latin1");
  if (!HEADER_VALUE.test(bytes) || value !== value.trim())
    throw new Error(`"${field}" is ${JSON.stringify(value)}: no header can carry it`);
  return bytes;
}

/** A key as a part of a header's name: any other byte than a token's as %XX, "%" too (headerKeyEscape in client-go). */
function escaped(key: string): string {
  const bytes = Buffer.from(key.toLowerCase(), "utf8").toString("latin1");
  return bytes.replaceAll(/[^!#$&'*+.^_`|~0-9a-z-]/g, (byte) => {
    const code = byte.codePointAt(0) ?? 0;
    return `%${code.toString(16).toUpperCase().padStart(2, "0")}`;
  });
}
