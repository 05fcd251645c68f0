import { GROUP, KIND, PLURAL } from "../api/group.ts";
import { runsSchema } from "../api/runs.ts";
import { statusSchema, UNSEEN } from "../api/status.ts";
import { COLUMNS } from "./columns.ts";
import { definition } from "./definition.ts";
import { jobSpec } from "./schema/job-spec.ts";
import type { SchemaNode } from "./schema/node.ts";
import { fromZod } from "./schema/zod.ts";
import type { Vendored } from "./vendor/definitions.ts";

/** The schema of a BatchTask: JobSpec inline, `runs`, and the status. */
export function batchTaskSchema(vendored: Vendored): SchemaNode {
  return {
    type: "object",
    description:
      "A batch/v1 Job that runs inside the platform team's guardrails and keeps its result after the Job is gone.",
    required: ["spec"],
    properties: {
      apiVersion: { type: "string" },
      kind: { type: "string" },
      metadata: { type: "object" },
      spec: spec(vendored),
      status: status(),
    },
  };
}

/** The CustomResourceDefinition of BatchTask, as it is applied. */
export function batchTaskCrd(vendored: Vendored): object {
  return definition({
    kind: KIND,
    plural: PLURAL,
    scope: "Namespaced",
    shortName: "bt",
    categories: ["all"],
    annotations: { [`${GROUP}/kubernetes-version`]: vendored.kubernetes },
    columns: COLUMNS,
    schema: batchTaskSchema(vendored),
  });
}

function spec(vendored: Vendored): SchemaNode {
  const job = jobSpec(vendored);
  return {
    ...job,
    description: "Every field of a Job's spec with the same meaning, and runs.",
    // The default of runs is what makes the server fill in the defaults below it.
    properties: { ...job.properties, runs: { ...fromZod(runsSchema), default: {} } },
  };
}

/**
 * kstatus takes an object without status for ready, so a task has one from its first moment. It has one writer, which
 * writes all of it: so the API server need not keep track of who owns which field of it (docs/decisions/0004).
 */
function status(): SchemaNode {
  return {
    ...fromZod(statusSchema),
    description: "What the operator found and did. Written by the operator only.",
    "x-kubernetes-map-type": "atomic",
    default: { observedGeneration: UNSEEN },
  };
}
