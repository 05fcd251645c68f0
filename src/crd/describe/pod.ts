/** The most used fields of a pod. */
export const POD = {
  containers: "The containers; the pod ends once all have ended.",
  initContainers: "Containers that run one after the other before the others start.",
  restartPolicy:
    "Never: a failed pod is replaced by a new one. OnFailure: its containers are restarted in place.",
  volumes: "Storage that containers can mount.",
  serviceAccountName: "ServiceAccount whose rights the pod has.",
  automountServiceAccountToken: "false: no API token in the pod.",
  imagePullSecrets: "Secrets for pulling the images.",
  nodeSelector: "Labels that a node must have.",
  affinity: "Which nodes the pod is drawn to, and which pods it keeps near or far.",
  tolerations: "Taints of nodes that the pod puts up with.",
  topologySpreadConstraints: "How the pods spread over zones or nodes.",
  priorityClassName: "Name of the pod's priority.",
  schedulerName: "Which scheduler places the pod.",
  schedulingGates: "The pod is not placed before every gate is removed.",
  securityContext: "User, groups and rights of all containers.",
  activeDeadlineSeconds:
    "Longest time that one pod may take; spec.activeDeadlineSeconds bounds the whole run.",
  terminationGracePeriodSeconds: "Time between the stop signal and the kill.",
  hostNetwork: "true: the node's own network.",
  dnsPolicy: "Where names are looked up.",
  dnsConfig: "DNS settings on top of dnsPolicy.",
  hostAliases: "Lines for the pod's hosts file.",
  runtimeClassName: "Which container runtime runs the pod.",
  resources: "Requests and limits of the pod as a whole.",
  resourceClaims: "Devices that the pod's containers can use.",
  shareProcessNamespace: "true: the containers see each other's processes.",
} as const;

/** What a pod takes from its template's metadata. */
export const POD_METADATA = {
  labels: "Labels of the pods.",
  annotations: "Annotations of the pods.",
  finalizers: "Finalizers of the pods.",
} as const;
