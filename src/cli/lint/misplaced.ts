import type { BatchTaskSpec } from "../../api/batchtask.ts";
import type { Remark } from "./finding.ts";

/** Fields that are right where they stand, and mostly meant for another place. Pure. */
export function misplaced({ activeDeadlineSeconds, template }: BatchTaskSpec): Remark[] {
  const seconds = template.spec?.activeDeadlineSeconds;
  if (seconds === undefined || activeDeadlineSeconds !== undefined) return [];
  const field = "spec.template.spec.activeDeadlineSeconds";
  const message = `${field} is ${seconds}: each pod is stopped after so many seconds, and another one takes its place until the retries are used up; to limit the whole run move it to spec.activeDeadlineSeconds`;
  return [{ severity: "warning", rule: "misplaced", field, message }];
}
