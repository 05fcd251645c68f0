import { basename, dirname, join, normalize } from "node:path";
import { KIND } from "../../api/group.ts";
import { isRecord } from "../../kube/json.ts";
import { kindOf, type Manifest, parseManifests } from "../input/manifests.ts";
import { mapsIn, textsIn } from "../lint/names/texts.ts";
import { nameOf } from "../lint/objects.ts";
import type { Conversion } from "./conversion.ts";

/** What kustomizations among the files say of their Jobs. */
export interface Kustomize {
  /** Files that are patches, and the kustomization that names each. */
  patches: ReadonlyMap<string, string>;
  /** Names of Jobs that are no patches. */
  bases: ReadonlySet<string>;
  /** Whether one has a component or an openapi document, without which lists of a BatchTask are not merged. */
  knowsKeys: boolean;
  /** Where one names Jobs in a way that only a person changes safely. */
  places: Place[];
}

/** A place that speaks of Jobs or CronJobs, and whether it means one, by kind/name. */
interface Place extends Conversion {
  means(object: string): boolean;
}

/** Reads the kustomizations among the files; others have no say. */
export function readKustomize(manifests: readonly Manifest[]): Kustomize {
  const own = manifests.filter(({ file }) => /^kustomization\.ya?ml$/u.test(basename(file)));
  const patches = new Map(own.flatMap(patchFiles));
  const bases = manifests.filter((one) => kindOf(one) === "Job" && !patches.has(normalize(one.file)));
  return {
    patches,
    bases: new Set(bases.map(nameOf)),
    knowsKeys: own.some(({ object }) => isFull(object["components"]) || isRecord(object["openapi"])),
    places: own.flatMap(placesOf),
  };
}

/** Why a patch stays as it is. */
export function patchRefusal(
  kustomize: Kustomize,
  by: string,
  patch: { kind: string; name: string },
): string[] {
  const what = `it is a patch of ${by}`;
  if (patch.kind !== "Job")
    return [
      `${what}, and a BatchTask has no jobTemplate: move its fields up, and write apiVersion and kind of a BatchTask`,
    ];
  if (!kustomize.bases.has(patch.name))
    return [`${what}, and its base is not among these files: convert both in one go`];
  if (kustomize.knowsKeys) return [];
  return [
    `${what}, and kustomize replaces the lists of a BatchTask as a whole unless it knows their keys, so that image and command would be lost: add the component deploy/kustomize/user to ${by}, and convert again (docs/guides/moving.md)`,
  ];
}

const isFull = (value: unknown): boolean => Array.isArray(value) && value.length > 0;

function patchFiles({ file, object }: Manifest): [string, string][] {
  return ["patches", "patchesStrategicMerge"].flatMap((field) => {
    const entries: unknown = object[field];
    if (!Array.isArray(entries)) return [];
    return entries.flatMap((entry: unknown): [string, string][] => {
      const path: unknown = isRecord(entry) ? entry["path"] : entry;
      return typeof path === "string" && !path.includes("\n")
        ? [[normalize(join(dirname(file), path)), file]]
        : [];
    });
  });
}

function placesOf(manifest: Manifest): Place[] {
  const { object } = manifest;
  const selectors = mapsIn(object).flatMap(({ path, value: { kind, group = "batch", name = ".*" } }) => {
    if (covers(kind, KIND) || !covers(group, "batch")) return [];
    const kinds = KINDS.filter((one) => covers(kind, one));
    if (kinds.length === 0) return [];
    const fix = "write kind BatchTask, group batchtask.dev and version v1alpha1 there, and convert again";
    const means = (one: string) => kinds.some((known) => covers(`${known}/(?:${String(name)})`, one));
    return [placeAt(manifest, path, { fix, means })];
  });
  const inline = textsIn(object).flatMap(({ path, value }) => {
    const jobs = value.includes("\n") ? jobsIn(value) : [];
    if (jobs.length === 0) return [];
    const fix = "write apiVersion and kind of a BatchTask there, and convert again";
    return [placeAt(manifest, path, { fix, means: (job) => jobs.includes(job) })];
  });
  return [...selectors, ...inline];
}

function placeAt(
  manifest: Manifest,
  field: string,
  { fix, means }: { fix: string; means: (name: string) => boolean },
): Place {
  const message = `${field} is for Jobs, and would find none: ${fix} (docs/guides/moving.md)`;
  const position = manifest.positionOf(field);
  const refusals = [{ field, message, ...position }];
  return { file: manifest.file, ...position, object: "Kustomization", losses: [], refusals, means };
}

/** The Jobs and CronJobs, by kind/name, in a text that is a patch. */
function jobsIn(text: string): string[] {
  const { manifests } = parseManifests([{ name: "patch", text }]);
  return manifests.filter((one) => KINDS.includes(kindOf(one))).map((one) => `${kindOf(one)}/${nameOf(one)}`);
}

const KINDS = ["Job", "CronJob"];

/** kustomize takes what a target names for an anchored regular expression. */
function covers(pattern: unknown, text: string): boolean {
  if (typeof pattern !== "string") return false;
  try {
    return new RegExp(`^(?:${pattern})$`, "u").test(text);
  } catch {
    return pattern === text;
  }
}
