import { delimiter, dirname, resolve, sep } from "node:path";
import { isRecord } from "../json.ts";
import { problem } from "./problem.ts";

export type Fields = Readonly<Record<string, unknown>>;

export interface KubeconfigFile {
  /** Absolute. */
  readonly path: string;
  readonly content: Fields;
}

/** A context, cluster or user. */
export interface Entry {
  readonly name: string;
  /** The file that it stands in. */
  readonly path: string;
  /** Without those that are null; paths are absolute. */
  readonly fields: Fields;
}

export interface MergedKubeconfig {
  /** All files, as KUBECONFIG has them. */
  readonly path: string;
  readonly currentContext: string | undefined;
  readonly contexts: ReadonlyMap<string, Entry>;
  readonly clusters: ReadonlyMap<string, Entry>;
  readonly users: ReadonlyMap<string, Entry>;
}

/**
 * Several kubeconfigs as one, by kubectl's rules (tools/clientcmd/loader.go in client-go): of entries of one name the
 * first one counts, as a whole, and so does the first current-context. Paths are relative to the file that they are in.
 * @throws AccessError that names the file, for lists that are none, and for entries without a name or with that of another
 */
export function mergeKubeconfigs(files: readonly KubeconfigFile[]): MergedKubeconfig {
  const current = files.map(({ content }) => content["current-context"]);
  return {
    path: files.map(({ path }) => path).join(delimiter),
    currentContext: current.filter((one) => typeof one === "string").find((one) => one !== ""),
    contexts: entriesOf(files, "context"),
    clusters: entriesOf(files, "cluster"),
    users: entriesOf(files, "user"),
  };
}

type Kind = "context" | "cluster" | "user";

function entriesOf(files: readonly KubeconfigFile[], kind: Kind): Map<string, Entry> {
  const merged = new Map<string, Entry>();
  for (const file of files)
    for (const [name, entry] of entriesIn(file, kind)) if (!merged.has(name)) merged.set(name, entry);
  return merged;
}

function entriesIn({ path, content }: KubeconfigFile, kind: Kind): Map<string, Entry> {
  const list = `${kind}s`;
  const all: unknown = content[list] ?? [];
  if (!Array.isArray(all)) throw problem(path, `has "${list}" that are no list`);
  const entries = new Map<string, Entry>();
  for (const [at, one] of all.entries()) {
    const name: unknown = isRecord(one) ? one["name"] : undefined;
    if (typeof name !== "string" || name === "")
      throw problem(path, `is not a kubeconfig: ${list}[${at}].name is missing`);
    if (entries.has(name)) throw problem(path, `has two ${list} "${name}": take one away`);
    const fields: unknown = isRecord(one) ? one[kind] : undefined;
    entries.set(name, { name, path, fields: absolute(isRecord(fields) ? fields : {}, dirname(path)) });
  }
  return entries;
}

/** The fields that are paths of files. */
const PATHS: ReadonlySet<string> = new Set([
  "certificate-authority",
  "client-certificate",
  "client-key",
  "tokenFile",
]);

function absolute(fields: Fields, folder: string): Fields {
  const entries = Object.entries(fields).filter(([, value]) => value !== null);
  return Object.fromEntries(entries.map(([name, value]) => [name, absoluteValue(name, value, folder)]));
}

function absoluteValue(name: string, value: unknown, folder: string): unknown {
  if (PATHS.has(name) && typeof value === "string" && value !== "") return resolve(folder, value);
  if (name !== "exec" || !isRecord(value)) return value;
  // A bare name is looked for in PATH.
  const { command } = value;
  const isPath = typeof command === "string" && command.includes(sep);
  return isPath ? { ...value, command: resolve(folder, command) } : value;
}
