/**
 * Fields of Kubernetes' own types that a BatchTask doesn't have, each with the reason.
 * `spec.selector`, `manualSelector` and `managedBy` are not among them: they are in the schema, and a
 * rule refuses them by name.
 */
export const EXCLUSIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "io.k8s.api.core.v1.PodSpec": {
    ephemeralContainers: "the API server refuses them in a pod template",
  },
  "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta": {
    deletionGracePeriodSeconds: "the server's own; a pod doesn't take it from its template",
    deletionTimestamp: "the server's own; a pod doesn't take it from its template",
    generation: "the server's own; a pod doesn't take it from its template",
    managedFields: "the server's own; a pod doesn't take it from its template",
    ownerReferences: "the Job controller sets the pod's owner",
    resourceVersion: "the server's own; a pod doesn't take it from its template",
    selfLink: "the server's own; a pod doesn't take it from its template",
    uid: "the server's own; a pod doesn't take it from its template",
  },
};
