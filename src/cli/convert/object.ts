import { type Document, isMap, isScalar, Scalar, type YAMLMap } from "yaml";
import { API_VERSION, KIND } from "../../api/group.ts";
import { cronJobToTask } from "./cron-job.ts";
import { stripNulls } from "./nulls.ts";
import { stripServerFields } from "./strip.ts";

/** What can become a BatchTask, by apiVersion/kind. */
const CONVERTIBLE: ReadonlySet<string> = new Set([
  "batch/v1/Job",
  "batch/v1/CronJob",
  "batch/v1beta1/CronJob",
]);

export function isConvertible({ apiVersion, kind }: Record<string, unknown>): boolean {
  return CONVERTIBLE.has(`${String(apiVersion)}/${String(kind)}`);
}

/** The parts of a document that can be converted: itself, or items of a List. */
export function candidates(document: Document): { map: YAMLMap; root: string[] }[] {
  const { contents } = document;
  if (!isMap(contents)) return [];
  const items = contents.get("items");
  const all =
    items !== null && typeof items === "object" && "items" in items && Array.isArray(items.items)
      ? items.items.map((map: unknown, at) => ({ map, root: ["items", String(at)] }))
      : [{ map: contents, root: [] }];
  return all.flatMap(({ map, root }) => {
    if (!isMap(map) || !isConvertible({ apiVersion: map.get("apiVersion"), kind: map.get("kind") }))
      return [];
    return [{ map, root }];
  });
}

/**
 * Makes a BatchTask of a Job or CronJob, in place. Order, comments and quotes of what stays are kept.
 * @returns what is otherwise now, in a sentence each
 */
export function toBatchTask(document: Document, map: YAMLMap): string[] {
  const losses = map.get("kind") === "CronJob" ? cronJobToTask(document, map) : [];
  setScalar(map, "apiVersion", API_VERSION);
  setScalar(map, "kind", KIND);
  stripServerFields(map);
  const spec = map.get("spec");
  if (isMap(spec)) stripNulls(spec);
  if (map.getIn(["spec", "managedBy"]) === "kubernetes.io/job-controller")
    map.deleteIn(["spec", "managedBy"]);
  return losses;
}

/** Makes a patch of a Job one of a BatchTask, in place: only a few fields are there, and a null takes one away. */
export function toPatch(_document: Document, map: YAMLMap): string[] {
  setScalar(map, "apiVersion", API_VERSION);
  setScalar(map, "kind", KIND);
  return [];
}

/** Keeps the comments of the value that was there. */
function setScalar(map: YAMLMap, key: string, value: string): void {
  const node = map.get(key, true);
  if (isScalar(node)) node.value = value;
  else map.set(key, new Scalar(value));
}
