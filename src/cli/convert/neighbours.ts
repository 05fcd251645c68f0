import { kindOf, parseManifests } from "../input/manifests.ts";
import type { Position } from "../input/position.ts";
import type { Source } from "../input/sources.ts";
import { lostNames } from "../lint/names/lost-names.ts";
import { nameOf } from "../lint/objects.ts";
import type { Conversion } from "./conversion.ts";

/** Something in the files that still speaks of a Job which is a BatchTask now. */
export interface Leftover extends Position {
  file: string;
  object: string;
  message: string;
}

/** What in the same files finds a converted Job no more. Of a CronJob nothing has a name that could be known. */
export function leftovers(sources: readonly Source[], conversions: readonly Conversion[]): Leftover[] {
  const namesOf = (isConverted: boolean) =>
    conversions
      .filter(({ object, refusals }) => object.startsWith(JOB) && (refusals.length === 0) === isConverted)
      .map(({ object }) => object.slice(JOB.length));
  const kept = namesOf(false);
  const names = namesOf(true).filter((name) => name !== "" && !kept.includes(name));
  if (names.length === 0) return [];
  return lostNames(parseManifests(sources).manifests, names).map(({ manifest, remark }) => ({
    file: manifest.file,
    ...manifest.positionOf(remark.field),
    object: `${kindOf(manifest)}/${nameOf(manifest)}`,
    message: remark.message,
  }));
}

const JOB = "Job/";
