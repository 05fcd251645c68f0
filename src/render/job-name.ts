import { shortHash } from "./canonical.ts";

/**
 * A Job's pods are named after it, and of an Indexed Job also their host names: `<job>-<index>`,
 * a DNS label of 63 characters. An index has up to ten digits.
 */
const MAX_LENGTH = 63 - 1 - 10;
const HASH_DIGITS = 8;

/**
 * The name of a run's Job: from the task's name, its UID and the number of the run alone, so that
 * it is the same at every attempt and never used for another run. A task of the same name that was
 * deleted and made again has another UID, so another Job name.
 */
export function jobName(task: { name: string; uid: string }, run: number): string {
  const suffix = `-${run}-${shortHash(`${task.uid}/${run}`, HASH_DIGITS)}`;
  const prefix = task.name.replaceAll(".", "-").slice(0, MAX_LENGTH - suffix.length);
  return prefix.replace(/-+$/, "") + suffix;
}
