import type { BatchTaskSpec } from "../api/batchtask.ts";
import { countsIndexes, isElastic, isIndexed } from "../api/elastic.ts";
import { MUTABLE_FIELDS } from "../api/job.ts";
import { canonicalJson, shortHash } from "./canonical.ts";
import { withoutEmpties } from "./empties.ts";

/**
 * The algorithm below. It stands before each hash, so that a later one starts no run: a recorded hash is compared with
 * what its own algorithm makes of the spec. A hash without a version is from before versions were written, and of v1.
 */
const VERSION = "v1";

const FORM = /^(?:(?<version>v\d+)-)?(?<fixed>[0-9a-f]{16})(?:-(?<completions>\d+))?$/;

const NOT_IN_TEMPLATE: ReadonlySet<string> = new Set([...MUTABLE_FIELDS, "runs"]);

/**
 * Hash of the part of a spec that a live Job can't change. It is taken from what the author asked
 * for, before any guardrail, so an edited policy or a new release of the operator starts no run. Nor does an edit that
 * only leaves an empty map or list behind, as the removal of the last label does.
 * The completions of an Indexed Job, which some edits of a live one may change, follow it: v1-0123456789abcdef-5.
 */
export function templateHash(spec: BatchTaskSpec): string {
  const hash = `${VERSION}-${hashOf(spec)}`;
  return isIndexed(spec) && spec.completions !== undefined ? `${hash}-${spec.completions}` : hash;
}

function hashOf(spec: BatchTaskSpec): string {
  const isFixed = (field: string) =>
    !NOT_IN_TEMPLATE.has(field) && !(field === "completions" && isIndexed(spec));
  const fixed = Object.fromEntries(Object.entries(spec).filter(([field]) => isFixed(field)));
  return shortHash(canonicalJson(withoutEmpties(fixed)), 16);
}

/** The hash of a run whose Job takes the completions of a spec in place; what else was edited waits for the next run. */
export function withCompletions(hash: string, { completions }: BatchTaskSpec): string {
  const { version, fixed = hash } = FORM.exec(hash)?.groups ?? {};
  return `${version === undefined ? "" : `${version}-`}${fixed}-${completions}`;
}

/** The completions of a hash that differs from another one in nothing else; undefined where it does not, or has none. */
export function completionsApart(hash: string, other: string): number | undefined {
  const { completions } = FORM.exec(hash)?.groups ?? {};
  if (hash === other || completions === undefined) return undefined;
  return templateOf(hash) === templateOf(other) ? Number(completions) : undefined;
}

/** A hash without its completions, and with a version. */
function templateOf(hash: string): string {
  const { version = VERSION, fixed } = FORM.exec(hash)?.groups ?? {};
  return fixed === undefined ? hash : `${version}-${fixed}`;
}

/** A spec as its author wrote it, and its hash. */
export interface Asked {
  spec: BatchTaskSpec;
  /** templateHash(spec) */
  hash: string;
}

export function asked(spec: BatchTaskSpec): Asked {
  return { spec, hash: templateHash(spec) };
}

/** A live Job, and the hash of its run. */
export interface LiveJob {
  hash: string;
  completions: number | undefined;
}

/**
 * Whether a live Indexed Job takes the completions that its author has edited in place. Not with an edit of something
 * else, of which the API server might refuse a part; nor fewer where something that the Job can't change counts its
 * indexes. A policy's change of them is for the next run.
 * @param wanted the spec within the guardrails
 */
export function isElasticEdit(
  asked: Asked,
  { hash, completions = 0 }: LiveJob,
  wanted: BatchTaskSpec,
): boolean {
  if (!isElastic(wanted) || isRunOf(asked, hash, false) || !isRunOf(asked, hash, true)) return false;
  return (wanted.completions ?? 0) >= completions || !countsIndexes(wanted);
}

/**
 * Whether a run of this template hash is a run of this spec. Of a version that is not known here, as after a downgrade,
 * it is: what can't be compared starts nothing.
 * @param inPlace the run's Job takes the spec's completions (isElastic), so that they may differ
 */
export function isRunOf({ spec, hash: own }: Asked, hash: string, inPlace: boolean): boolean {
  const { version = VERSION, fixed } = FORM.exec(hash)?.groups ?? {};
  if (fixed !== undefined && version !== VERSION) return true;
  if (unversioned(hash) === unversioned(own)) return true;
  return inPlace && spec.completions !== undefined && templateOf(hash) === templateOf(own);
}

const unversioned = (hash: string): string => hash.replace(`${VERSION}-`, "");
