import type { SchemaNode } from "../../crd/schema/node.ts";
import { parseManifests } from "../input/manifests.ts";
import type { Source } from "../input/sources.ts";
import type { Judge } from "../lint/cel.ts";
import type { Conversion } from "./conversion.ts";
import { type Converted, convertFile } from "./file.ts";
import { readKustomize } from "./kustomize.ts";

/**
 * Makes BatchTasks of the Jobs and CronJobs of some files, and of the patches that kustomizations among them name.
 * A Job and its patches change together or not at all.
 * @throws CliError for a file that is no YAML
 */
export function convertFiles(sources: readonly Source[], schema: SchemaNode, judge: Judge): Converted[] {
  const kustomize = readKustomize(parseManifests(sources).manifests);
  const pass = (stays: ReadonlySet<string>) =>
    sources.map((source) => convertFile(source, { schema, judge }, { ...kustomize, stays }));
  const first = pass(new Set());
  if (kustomize.patches.size === 0 && kustomize.places.length === 0) return first;
  const all = first.flatMap(({ conversions }) => conversions);
  const isMeant = ({ object }: Conversion) => kustomize.places.some((place) => place.means(object));
  const stays = all.filter((one) => one.refusals.length > 0 || isMeant(one));
  const second = pass(new Set(stays.map(({ object }) => object)));
  const places = kustomize.places.filter((place) => all.some(({ object }) => place.means(object)));
  return second.map((converted, at) => ({
    ...converted,
    conversions: [...converted.conversions, ...places.filter(({ file }) => file === sources[at]?.name)],
  }));
}
