import { type Document, isMap, isScalar, Pair, Scalar, YAMLMap } from "yaml";
import { historyOf } from "./history.ts";
import { scheduleOf } from "./schedule.ts";

/** Makes a task on a schedule of a CronJob, in place; says what of it is otherwise now. */
export function cronJobToTask(document: Document, map: YAMLMap): string[] {
  const spec = map.get("spec");
  const template = isMap(spec) ? spec.get("jobTemplate") : undefined;
  if (!isMap(spec) || !isMap(template)) return [];
  addMissing(document, map, template);
  const schedule = scheduleOf(document, spec);
  const history = historyOf(spec);
  const own = template.get("spec");
  if (isMap(own)) {
    keepComments(spec, own);
    own.items.unshift(runsPair(schedule.map, history.limit));
  }
  map.set("spec", template.get("spec", true));
  return [...schedule.told, ...history.told];
}

/** `runs`, as the first field: when it runs comes before what. */
function runsPair(schedule: YAMLMap, historyLimit: number | undefined): Pair {
  const runs = new YAMLMap(schedule.schema);
  runs.set("schedule", schedule);
  if (historyLimit !== undefined) runs.set("historyLimit", historyLimit);
  return new Pair(new Scalar("runs"), runs);
}

/** What stands above the first field is kept with the map, and is of the field. */
function keepComments(spec: YAMLMap, own: YAMLMap): void {
  const first = own.items[0]?.key;
  if (isScalar(first) && own.commentBefore) first.commentBefore = own.commentBefore;
  own.commentBefore = spec.commentBefore ?? null;
}

/** Where in a CronJob a field of the task that it becomes is written. */
export function fieldInCronJob(field: string): string {
  const [, name] = /^spec\.runs\.schedule\.?(.*)$/.exec(field) ?? [];
  if (name !== undefined) return `spec.${name === "cron" ? "schedule" : name}`;
  return field.replace(/^spec\./, "spec.jobTemplate.spec.");
}

/** Labels and annotations of the template, which would be the Jobs'; those of the CronJob itself go first. */
function addMissing(document: Document, map: YAMLMap, template: YAMLMap): void {
  for (const field of ["labels", "annotations"]) {
    const more = template.getIn(["metadata", field]);
    if (!isMap(more) || more.items.length === 0) continue;
    if (!map.has("metadata")) map.set("metadata", document.createNode({}));
    const own = map.getIn(["metadata", field]);
    if (!isMap(own)) map.setIn(["metadata", field], more);
    else own.items.push(...more.items.filter(({ key }) => !own.has(isScalar(key) ? key.value : key)));
  }
}
