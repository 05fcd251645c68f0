import { type Document, isScalar, type Pair, Scalar, YAMLMap } from "yaml";
import { DEFAULT_TIME_ZONE } from "../../cron/time-zone.ts";

/** Fields that mean the same in both. */
const KEPT = ["startingDeadlineSeconds", "suspend"];

/** A zone before the fields, as robfig/cron has it and older CronJobs do. */
const ZONE_BEFORE = /^\s*(?:CRON_)?TZ=(\S+)\s+(.*)$/;

/** `runs.schedule` of what a CronJob's spec says, with its comments, and what is otherwise now. */
export function scheduleOf(document: Document, spec: YAMLMap): { map: YAMLMap; told: string[] } {
  const map = new YAMLMap(document.schema);
  const zone = zoneOf(spec);
  // A pair that is moved keeps its comments.
  const move = (pair: Pair | undefined, key: string) => {
    if (!pair) return;
    if (isScalar(pair.key)) pair.key.value = key;
    map.items.push(pair);
  };
  const schedule = pairOf(spec, "schedule");
  if (zone.cron !== undefined && schedule && isScalar(schedule.value)) schedule.value.value = zone.cron;
  move(schedule, "cron");
  if (zone.isWritten) move(pairOf(spec, "timeZone"), "timeZone");
  else map.set("timeZone", new Scalar(zone.name));
  const policy = pairOf(spec, "concurrencyPolicy");
  const isKept = isScalar(policy?.value) && ["Forbid", "Replace"].includes(String(policy.value.value));
  if (isKept) move(policy, "concurrencyPolicy");
  for (const field of KEPT) move(pairOf(spec, field), field);
  return { map, told: [...zone.told, ...(isKept ? [] : [ONE_AFTER_ANOTHER])] };
}

const ONE_AFTER_ANOTHER =
  "its concurrencyPolicy is Allow, and the runs of a task never overlap: concurrencyPolicy Queue takes its place, by which the latest time that came while a run went on has its run afterwards; write Forbid to leave such times out, or Replace to stop the run that goes on";

interface Zone {
  name: string;
  /** By the field timeZone. */
  isWritten: boolean;
  /** The cron without the zone that stands before it; undefined: there is none. */
  cron?: string;
  told: string[];
}

function zoneOf(spec: YAMLMap): Zone {
  const [, before, cron] = ZONE_BEFORE.exec(String(spec.get("schedule"))) ?? [];
  const written = spec.get("timeZone");
  if (typeof written === "string" && written !== "") return { name: written, isWritten: true, told: [] };
  if (before !== undefined && cron !== undefined)
    return {
      name: before,
      isWritten: false,
      cron,
      told: [`the time zone ${before} stood in its schedule, and is timeZone now`],
    };
  const told = `it names no timeZone, so its times are those of kube-controller-manager's own zone; timeZone ${DEFAULT_TIME_ZONE} is assumed: write the right one where that one is another`;
  return { name: DEFAULT_TIME_ZONE, isWritten: false, told: [told] };
}

const pairOf = ({ items }: YAMLMap, field: string): Pair | undefined =>
  items.find(({ key }) => isScalar(key) && key.value === field);
