/** The Kubernetes version that the Job's schema is taken from. */
export const KUBERNETES_VERSION = "1.37.2";

/** Where the definitions lie that `generate.ts --vendor FILE` has taken from that version. */
export const vendoredFile = new URL(`./batch-v1-jobspec-${KUBERNETES_VERSION}.json`, import.meta.url);

export const JOB_SPEC = "io.k8s.api.batch.v1.JobSpec";
