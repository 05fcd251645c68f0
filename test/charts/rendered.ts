import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseYaml } from "../../src/cli/input/kube-yaml.ts";
import { isRecord } from "../../src/kube/json.ts";
import type { KubeObject } from "../../src/kube/object.ts";

/** A chart with the files that Helm made of it. */
export interface Chart {
  name: string;
  repository: string;
  version: string;
  files: RenderedFile[];
}

export interface RenderedFile {
  name: string;
  text: string;
  /** What its Jobs may need, by kind. */
  neighbours: KubeObject[];
}

/** The neighbours of a Job that it is given in its namespace. */
const NEIGHBOURS: readonly unknown[] = ["ConfigMap", "Secret", "ServiceAccount", "PersistentVolumeClaim"];

/** Reads the charts of a folder, by name; all of them where `only` names none. */
export async function readCharts(folder: string, only: readonly string[]): Promise<Chart[]> {
  const names = (await readdir(folder)).filter((name) => only.length === 0 || only.includes(name)).toSorted();
  return await Promise.all(names.map((name) => readChart(folder, name)));
}

async function readChart(folder: string, name: string): Promise<Chart> {
  const path = join(folder, name);
  const files = (await readdir(path)).filter((file) => file.endsWith(".yaml")).toSorted();
  return {
    name,
    ...(await readFacts(join(path, "chart.json"))),
    files: await Promise.all(files.map((file) => readRendered(path, file))),
  };
}

async function readFacts(path: string): Promise<Pick<Chart, "repository" | "version">> {
  const text = await readFile(path, "utf8").catch(() => "{}");
  const facts: unknown = JSON.parse(text);
  const fact = (key: string) => (isRecord(facts) && typeof facts[key] === "string" ? facts[key] : "?");
  return { repository: fact("repository"), version: fact("version") };
}

async function readRendered(path: string, name: string): Promise<RenderedFile> {
  const text = await readFile(join(path, name), "utf8");
  const objects = parseYaml(text).documents.map((document): unknown => document.toJS());
  const neighbours = objects
    .filter(isRecord)
    .filter(({ kind }) => NEIGHBOURS.includes(kind))
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the API server judges them
    .map((object) => object as KubeObject);
  return { name, text, neighbours };
}
