import { NAME_LABEL } from "../../../api/group.ts";
import { isRecord } from "../../../kube/json.ts";
import type { Remark } from "../finding.ts";
import { mapsIn, type Part } from "./texts.ts";

/** The Job controller's label on pods, under its present and its old name. */
const LABELS = ["batch.kubernetes.io/job-name", "job-name"];

/**
 * Selectors by the name of a Job that is a task: of Services, NetworkPolicies, PodDisruptionBudgets, affinity, spread.
 * @param tasks names of tasks
 */
export function jobNameSelectors(object: Record<string, unknown>, tasks: readonly string[]): Remark[] {
  const maps = mapsIn(object).filter(({ path }) => !/(?:^|\.)labels$/u.test(path));
  return maps.flatMap((part) => [...byLabel(part, tasks), ...byExpression(part, tasks)]);
}

function byLabel({ path, value }: Part<Record<string, unknown>>, tasks: readonly string[]): Remark[] {
  return LABELS.flatMap((label) => {
    const name = value[label];
    return typeof name === "string" && tasks.includes(name) ? [remark(path, label, name)] : [];
  });
}

/** An item of matchExpressions. */
function byExpression({ path, value }: Part<Record<string, unknown>>, tasks: readonly string[]): Remark[] {
  const { key, values } = isRecord(value) ? value : {};
  const label = LABELS.find((one) => one === key);
  if (label === undefined || !Array.isArray(values)) return [];
  const name = tasks.find((task) => values.includes(task));
  return name === undefined ? [] : [remark(path, label, name)];
}

function remark(field: string, label: string, name: string): Remark {
  const message = `${field} selects pods by ${label}: ${name}, and those of task ${name} have the name of their run's Job there: select by ${NAME_LABEL}: ${name}`;
  return { severity: "warning", rule: "job-name", field, message };
}
