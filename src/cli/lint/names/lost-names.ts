import type { Manifest } from "../../input/manifests.ts";
import type { Remark } from "../finding.ts";
import { jobCommands } from "./commands.ts";
import { domainOf, hostNames } from "./host-names.ts";
import { jobNameSelectors } from "./selectors.ts";

/**
 * Where files still call tasks by what only a Job has: the label of its name, its pods' host names, job/NAME. Pure.
 * @param tasks names of the tasks that are, or were, Jobs of the same name
 */
export function lostNames<T extends Pick<Manifest, "object">>(
  manifests: readonly T[],
  tasks: readonly string[],
): { manifest: T; remark: Remark }[] {
  const domains = manifests.flatMap(({ object }) => domainOf(object, tasks));
  return manifests.flatMap((manifest) => {
    const { object } = manifest;
    const remarks = [
      ...jobNameSelectors(object, tasks),
      ...hostNames(object, domains),
      ...jobCommands(object, tasks),
    ];
    return remarks.map((remark) => ({ manifest, remark }));
  });
}
