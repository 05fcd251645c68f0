import { type Document, isMap, isScalar, type YAMLMap } from "yaml";

/** Makes a Job of a CronJob's template, in place; says what of the CronJob is lost. */
export function cronJobToJob(document: Document, map: YAMLMap): string[] {
  const spec = map.get("spec");
  const template = isMap(spec) ? spec.get("jobTemplate") : undefined;
  if (!isMap(spec) || !isMap(template)) return [];
  const schedule = String(spec.get("schedule"));
  const zone = spec.get("timeZone");
  addMissing(document, map, template);
  map.set("spec", template.get("spec", true));
  const own = map.get("spec");
  if (spec.get("suspend") === true && isMap(own)) own.set("suspend", true);
  const when = `"${schedule}"${typeof zone === "string" ? ` (${zone})` : ""}`;
  note(
    document,
    map,
    ` Was a CronJob with the schedule ${when}. A BatchTask has none: it runs once when it is applied.`,
  );
  const others = OTHERS.filter((field) => spec.has(field));
  const without = `its schedule ${when} is not carried over: a BatchTask runs once when it is applied; docs/guides/schedule.md has a CronJob that runs it again`;
  return others.length === 0 ? [without] : [without, `with it goes ${others.join(", ")}`];
}

/** What only a schedule needs. */
const OTHERS = [
  "concurrencyPolicy",
  "startingDeadlineSeconds",
  "successfulJobsHistoryLimit",
  "failedJobsHistoryLimit",
];

/** Labels and annotations of the template, which would be the Jobs'; those of the CronJob itself go first. */
function addMissing(document: Document, map: YAMLMap, template: YAMLMap): void {
  for (const field of ["labels", "annotations"]) {
    const more = template.getIn(["metadata", field]);
    if (!isMap(more) || more.items.length === 0) continue;
    if (!map.has("metadata")) map.set("metadata", document.createNode({}));
    const own = map.getIn(["metadata", field]);
    if (!isMap(own)) map.setIn(["metadata", field], more);
    else own.items.push(...more.items.filter(({ key }) => !own.has(key)));
  }
}

/** A comment line above the object's first key, below those that are there. */
function note(document: Document, map: YAMLMap, text: string): void {
  const first = map.items[0]?.key;
  if (isScalar(first) && first.commentBefore !== undefined && first.commentBefore !== null)
    first.commentBefore = `${first.commentBefore}\n${text}`;
  else if (document.contents === map && map.commentBefore)
    map.commentBefore = `${map.commentBefore}\n${text}`;
  else if (isScalar(first)) first.commentBefore = text;
}
