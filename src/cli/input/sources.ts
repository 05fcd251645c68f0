import { glob, readdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Context } from "../context.ts";
import { inputError, usageError } from "../errors.ts";
import type { FileOptions } from "../options.ts";
import { decoded } from "./encoding.ts";

/** What -f named: a text, and its name for messages. */
export interface Source {
  /** The path as it was given, a URL, or "stdin". */
  name: string;
  text: string;
}

/** What kubectl takes out of a directory. */
const EXTENSIONS = [".yaml", ".yml", ".json"];
const URL_TIMEOUT_MS = 30_000;
/** Larger than any object that an API server takes, by far. */
const MOST_BYTES = 32 * 1024 * 1024;

/**
 * All that -f names: files, directories, globs, URLs, and - for stdin.
 * @throws CliError that names what can't be read
 */
export async function readSources(context: Context, { filename, recursive }: FileOptions): Promise<Source[]> {
  if (filename.length === 0) throw usageError("no file is named", "Name one by -f FILE, or -f - for stdin");
  if (filename.filter((one) => one === "-").length > 1) throw usageError("-f - can be given once only");
  const sources: Source[] = [];
  for (const one of filename) sources.push(...(await read(context, one, recursive ?? false)));
  return sources;
}

async function read(context: Context, name: string, recursive: boolean): Promise<Source[]> {
  if (name === "-") return [{ name: "stdin", text: await readStdin(context) }];
  if (/^https?:\/\//.test(name)) return [{ name, text: await download(name, context.signal) }];
  const path = resolve(context.folder, name);
  const found = await stat(path).catch((error: unknown) => {
    if (isAbsent(error)) return undefined;
    throw inputError(`${name} can't be read: ${reasonOf(error)}`);
  });
  if (found?.isDirectory())
    return await readAll(name, await filesIn(context.folder, name, recursive), context.folder);
  if (found) return [{ name, text: await readText(name, path) }];
  if (!/[*?[{]/.test(name)) throw inputError(`${name}: there is no such file or directory`);
  const matches: string[] = [];
  for await (const match of glob(name, { cwd: context.folder })) matches.push(match);
  return await readAll(name, matches.toSorted(), context.folder);
}

async function readStdin(context: Context): Promise<string> {
  const content = await context.stdin();
  try {
    return decoded(content);
  } catch (error) {
    throw inputError(`stdin can't be read: ${reasonOf(error)}`);
  }
}

async function readAll(asked: string, names: readonly string[], folder: string): Promise<Source[]> {
  if (names.length === 0)
    throw inputError(`${asked}: no ${EXTENSIONS.join(", ")} file there`, "-R also looks into subdirectories");
  const sources: Source[] = [];
  for (const name of names) sources.push({ name, text: await readText(name, resolve(folder, name)) });
  return sources;
}

async function filesIn(root: string, folder: string, recursive: boolean): Promise<string[]> {
  const entries = await readdir(resolve(root, folder), { withFileTypes: true }).catch((error: unknown) => {
    throw inputError(`${folder} can't be read: ${reasonOf(error)}`);
  });
  const files: string[] = [];
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const name = join(folder, entry.name);
    if (entry.isDirectory() && recursive) files.push(...(await filesIn(root, name, recursive)));
    if (!entry.isDirectory() && EXTENSIONS.some((extension) => name.endsWith(extension))) files.push(name);
  }
  return files;
}

async function readText(name: string, path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > MOST_BYTES)
      throw new Error(`it has ${size} bytes, and ${MOST_BYTES} is the most that is read`);
    return decoded(await readFile(path));
  } catch (error) {
    throw inputError(`${name} can't be read: ${reasonOf(error)}`);
  }
}

async function download(url: string, signal: AbortSignal): Promise<string> {
  try {
    const answer = await fetch(url, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(URL_TIMEOUT_MS)]),
    });
    if (!answer.ok) throw new Error(`the server answers ${answer.status} ${answer.statusText}`);
    return decoded(new Uint8Array(await answer.arrayBuffer()));
  } catch (error) {
    signal.throwIfAborted();
    throw inputError(`${url} can't be read: ${reasonOf(error)}`);
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
