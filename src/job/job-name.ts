import { shortHash } from "./canonical.ts";

/**
 * A Job's pods are named after it, and of an Indexed Job also their host names: `<job>-<index>`,
 * a DNS label of 63 characters. An index has up to ten digits.
 */
const MAX_LENGTH = 63 - 1 - 10;

/** Enough where the task's own name tells the Job from those of other tasks in its namespace. */
const HASH_DIGITS = 8;
/** Where it does not: of 10,000 tasks whose names are cut to the same beginning, two would share 8 digits in one case of 86. */
const LONG_HASH_DIGITS = 12;

/**
 * The name of a run's Job: from the task's name, its UID and the number of the run alone, so that
 * it is the same at every attempt and never used for another run. A task of the same name that was
 * deleted and made again has another UID, so another Job name.
 */
export function jobName(task: { name: string; uid: string }, run: number): string {
  const hash = (digits: number): string => `-${run}-${shortHash(`${task.uid}/${run}`, digits)}`;
  const whole = task.name + hash(HASH_DIGITS);
  if (whole.length <= MAX_LENGTH && !task.name.includes(".")) return whole;
  const suffix = hash(LONG_HASH_DIGITS);
  const prefix = task.name.replaceAll(".", "-").slice(0, MAX_LENGTH - suffix.length);
  return prefix.replace(/-+$/, "") + suffix;
}
