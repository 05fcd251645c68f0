import { isRecord } from "../../../src/kube/json.ts";
import { JOBS } from "../../../src/api/resources.ts";
import { NAMESPACE } from "../stage.ts";
import type { Subject } from "./subject.ts";
import { TEMPLATE } from "./template.ts";

/** Whether an object's status has this condition, with status True. */
export function holds(object: Record<string, unknown>, condition: string): boolean {
  const status = object["status"];
  const conditions = isRecord(status) ? status["conditions"] : undefined;
  return (
    Array.isArray(conditions) &&
    conditions.some((entry) => isRecord(entry) && entry["type"] === condition && entry["status"] === "True")
  );
}

/** Jobs as they are, with no operator. */
export const job: Subject = {
  name: "job",
  resource: JOBS,
  object: (name, { suspend }) => ({
    metadata: { namespace: NAMESPACE, name },
    spec: { suspend, template: TEMPLATE },
  }),
  isSettled: () => true,
  isFinished: (object) => holds(object, "Complete"),
  install: () => Promise.resolve(),
  start: undefined,
};
