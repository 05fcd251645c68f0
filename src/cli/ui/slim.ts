import type { BatchTask } from "../../api/batchtask.ts";
import type { Condition } from "../../api/condition.ts";
import { QUEUE_LABEL, RERUN_ANNOTATION } from "../../api/group.ts";

/** Of a task what rows and schedules are made of: of ten thousand, all of their pod templates would fill the memory. */
export function slim(task: BatchTask): BatchTask {
  const { apiVersion, kind, metadata, spec, status } = task;
  const { name, namespace, uid, resourceVersion, generation, creationTimestamp } = metadata;
  const { suspend, runs } = spec;
  const rerun = metadata.annotations?.[RERUN_ANNOTATION];
  const queue = metadata.labels?.[QUEUE_LABEL];
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      namespace,
      uid,
      resourceVersion,
      generation,
      ...(creationTimestamp !== undefined && { creationTimestamp }),
      ...(rerun !== undefined && { annotations: { [RERUN_ANNOTATION]: rerun } }),
      ...(queue !== undefined && { labels: { [QUEUE_LABEL]: queue } }),
    },
    spec: { template: {}, ...(suspend !== undefined && { suspend }), ...(runs && { runs }) },
    ...(status && { status: slimStatus(status) }),
  };
}

function slimStatus(status: NonNullable<BatchTask["status"]>): NonNullable<BatchTask["status"]> {
  const { effective, conditions, completedIndexes: _, failedIndexes: __, ...rest } = status;
  const spreadSeconds = effective?.spreadSeconds;
  return {
    ...rest,
    ...(conditions && { conditions: conditions.filter(isTelling).map(withoutEcho) }),
    ...(spreadSeconds !== undefined && { effective: { spreadSeconds } }),
  };
}

/** Ready has the whole story; of the others a word is asked for. */
const isTelling = ({ type }: Condition): boolean => TELLING.has(type);
const TELLING: ReadonlySet<string> = new Set(["Ready", "Finished", "Reconciling"]);

function withoutEcho(condition: Condition): Condition {
  return condition.type === "Ready" ? condition : { ...condition, message: "" };
}
