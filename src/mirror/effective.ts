import type { BatchTaskSpec } from "../api/batchtask.ts";
import { defined } from "../api/defined.ts";
import type { Effective } from "../api/status.ts";

/** The guarded values in force, for status. */
export function effectiveOf(spec: BatchTaskSpec): Effective {
  const { parallelism, completions, backoffLimit, activeDeadlineSeconds, ttlSecondsAfterFinished } = spec;
  const { startDeadlineSeconds } = spec.runs ?? {};
  const { initContainers = [], containers = [] } = spec.template.spec ?? {};
  const resources = [...initContainers, ...containers].map(({ name, resources }) =>
    defined({ container: name, requests: texts(resources?.requests), limits: texts(resources?.limits) }),
  );
  return defined({
    parallelism,
    completions,
    backoffLimit,
    startDeadlineSeconds,
    activeDeadlineSeconds,
    ttlSecondsAfterFinished,
    resources,
  });
}

/** A stored quantity may be a JSON number. */
function texts(quantities: Record<string, string | number> | undefined): Record<string, string> | undefined {
  return (
    quantities && Object.fromEntries(Object.entries(quantities).map(([name, value]) => [name, String(value)]))
  );
}
