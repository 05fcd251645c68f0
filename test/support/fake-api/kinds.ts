import { isDeepStrictEqual } from "node:util";
import { PLURAL, POLICY_PLURAL } from "../../../src/api/group.ts";
import { MUTABLE_FIELDS } from "../../../src/api/job.ts";
import { isRecord } from "../../../src/kube/json.ts";
import type { KubeObject } from "../../../src/kube/object.ts";
import { refuse } from "./refuse.ts";

export type Stored = KubeObject & { spec?: unknown; status?: unknown };

/** What the server does with objects of one resource beyond what it does with all. */
export interface Kind {
  /** Has a status subresource, and `metadata.generation` counts changes of spec. */
  hasStatus: boolean;
  /** The status of a new object. */
  initialStatus?: unknown;
  /** Defaults of a new object's spec. */
  defaults?: (spec: Record<string, unknown>) => Record<string, unknown>;
  /** Throws for a change that is not allowed. */
  checkUpdate?: (before: Stored, after: Stored) => void;
}

const mutable: ReadonlySet<string> = new Set(MUTABLE_FIELDS);

/** SetDefaults_Job. */
function jobDefaults(spec: Record<string, unknown>): Record<string, unknown> {
  const alone = spec["completions"] === undefined && spec["parallelism"] === undefined;
  return {
    ...(alone && { completions: 1 }),
    parallelism: 1,
    backoffLimit: 6,
    suspend: false,
    completionMode: "NonIndexed",
    ...spec,
  };
}

function checkJobUpdate(before: Stored, after: Stored): void {
  const [old, next] = [before.spec, after.spec].map((spec) => (isRecord(spec) ? spec : {}));
  const fields = new Set([...Object.keys(old ?? {}), ...Object.keys(next ?? {})]);
  for (const field of fields) {
    if (mutable.has(field) || isDeepStrictEqual(old?.[field], next?.[field])) continue;
    if (field === "completions" && isElastic(next)) continue;
    throw refuse(422, "Invalid", before.metadata?.name ?? "", [
      { field: `spec.${field}`, message: "field is immutable" },
    ]);
  }
}

/** validateCompletions in pkg/apis/batch/validation: of an Indexed Job, together with parallelism and equal to it. */
function isElastic(spec: Record<string, unknown> = {}): boolean {
  return spec["completionMode"] === "Indexed" && spec["completions"] === spec["parallelism"];
}

const kinds: Record<string, Kind> = {
  [PLURAL]: { hasStatus: true, initialStatus: { observedGeneration: -1 } },
  [POLICY_PLURAL]: { hasStatus: true },
  jobs: { hasStatus: true, initialStatus: {}, defaults: jobDefaults, checkUpdate: checkJobUpdate },
};

export function kindOf(plural: string): Kind {
  return kinds[plural] ?? { hasStatus: false };
}
