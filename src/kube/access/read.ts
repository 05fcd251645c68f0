import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { isRecord } from "../json.ts";
import { type Fields, type MergedKubeconfig, mergeKubeconfigs } from "./merge.ts";
import { problem } from "./problem.ts";

/** A file as it was read at one moment. */
export interface KubeconfigText {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/**
 * The texts of those files that are there. Rejects with an AccessError where one can't be read, or none is there.
 * @param paths a single one has to be there; of several, those that are not are passed over, as by kubectl
 */
export async function readTexts(paths: readonly string[]): Promise<KubeconfigText[]> {
  const missing: unknown[] = [];
  const texts: KubeconfigText[] = [];
  for (const path of paths.map((one) => resolve(one))) {
    try {
      texts.push({ path, text: await readFile(path, "utf8") });
    } catch (error) {
      if (!isMissing(error)) throw problem(path, "can't be read", { cause: error });
      missing.push(error);
    }
  }
  if (texts.length > 0) return texts;
  throw problem(resolve(paths[0] ?? ""), "can't be read", { cause: missing[0] });
}

/** What the texts say together. Rejects with an AccessError that names the file which is none. */
export async function parseTexts(texts: readonly KubeconfigText[]): Promise<MergedKubeconfig> {
  const { parse } = await import("yaml");
  const files = texts.map(({ path, text }) => {
    try {
      return { path, content: mapIn(parse(text, { merge: true })) };
    } catch (error) {
      throw problem(path, "is not a kubeconfig", { cause: error });
    }
  });
  return mergeKubeconfigs(files);
}

/** An empty file is a kubeconfig with nothing in it, as for kubectl. */
function mapIn(content: unknown): Fields {
  if (content === undefined || content === null) return {};
  if (!isRecord(content)) throw new Error("it is no map");
  return content;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
