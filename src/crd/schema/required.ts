/**
 * Fields that Kubernetes' OpenAPI calls required and that a Job may leave out all the same (its Go
 * types read an absent field as empty, and validation takes that). Each was seen on a real server;
 * test/integration/crd.test.ts compares every required field of the maximal Job again.
 */
const OPTIONAL_ALL_THE_SAME: Readonly<Record<string, readonly string[]>> = {
  "io.k8s.api.batch.v1.PodFailurePolicy": ["rules"],
  "io.k8s.api.core.v1.PreferredSchedulingTerm": ["preference"],
  "io.k8s.api.core.v1.ScaleIOVolumeSource": ["secretRef"],
  "io.k8s.api.core.v1.SleepAction": ["seconds"],
  "io.k8s.api.core.v1.HTTPHeader": ["value"],
  "io.k8s.api.core.v1.Sysctl": ["value"],
  "io.k8s.api.core.v1.ISCSIVolumeSource": ["lun"],
};

/** The fields of a definition that a BatchTask must have. */
export function requiredFields(definition: string, required: readonly string[]): string[] {
  const optional = OPTIONAL_ALL_THE_SAME[definition] ?? [];
  return required.filter((field) => !optional.includes(field));
}
