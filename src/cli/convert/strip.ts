import { isMap, isScalar, type YAMLMap } from "yaml";

/** What a server adds to `metadata`, and nobody writes (`kubectl get -o yaml` shows it all). */
const METADATA = [
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "managedFields",
  "selfLink",
  "ownerReferences",
];

/** Labels that the Job controller gives a Job's pods, under their present and their old names. */
const LABELS = [
  "batch.kubernetes.io/controller-uid",
  "batch.kubernetes.io/job-name",
  "controller-uid",
  "job-name",
];

const ANNOTATIONS = [
  "kubectl.kubernetes.io/last-applied-configuration",
  "batch.kubernetes.io/job-tracking",
  "batch.kubernetes.io/cronjob-scheduled-timestamp",
];

/** Takes out of an object what the server added to it; its author's own fields and comments stay. */
export function stripServerFields(object: YAMLMap): void {
  object.delete("status");
  stripMetadata(object);
  const template = object.getIn(["spec", "template"]);
  if (isMap(template)) stripMetadata(template);
  stripSelector(object);
}

function stripMetadata(holder: YAMLMap): void {
  const metadata = holder.get("metadata");
  if (!isMap(metadata)) return;
  for (const name of METADATA) metadata.delete(name);
  stripKeys(metadata, "labels", LABELS);
  stripKeys(metadata, "annotations", ANNOTATIONS);
  if (metadata.items.length === 0) holder.delete("metadata");
}

function stripKeys(metadata: YAMLMap, field: string, keys: readonly string[]): void {
  const map = metadata.get(field);
  if (!isMap(map)) return;
  for (const key of keys) map.delete(key);
  if (map.items.length === 0) metadata.delete(field);
}

/** The selector that the server makes names the Job's UID alone. */
function stripSelector(object: YAMLMap): void {
  if (object.getIn(["spec", "manualSelector"]) === false) object.deleteIn(["spec", "manualSelector"]);
  if (object.getIn(["spec", "manualSelector"]) === true) return;
  const selector = object.getIn(["spec", "selector"]);
  if (!isMap(selector)) return;
  const labels = selector.get("matchLabels");
  const keys = isMap(labels) ? labels.items.map(({ key }) => (isScalar(key) ? String(key.value) : "")) : [];
  const isOwn = selector.items.length === 1 && keys.length > 0 && keys.every((key) => LABELS.includes(key));
  if (isOwn || selector.items.length === 0) object.deleteIn(["spec", "selector"]);
}
