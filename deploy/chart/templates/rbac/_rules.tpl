{{- /* What the operator does with tasks, their Jobs and their pods, wherever it runs them. */}}
{{- define "batchtask-operator.taskRules" -}}
# Caches of tasks, a live read before a Job is made, and removal after runs.deleteAfterSeconds.
- apiGroups: [batchtask.dev]
  resources: [batchtasks]
  verbs: [get, list, watch, delete]
- apiGroups: [batchtask.dev]
  resources: [batchtasks/status]
  verbs: [update]
# Asked for by the admission plugin OwnerReferencesPermissionEnforcement, where a Job names its task as the owner
# whose deletion it blocks; OpenShift has it on.
- apiGroups: [batchtask.dev]
  resources: [batchtasks/finalizers]
  verbs: [update]
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, patch, delete]
# Takes the start of a suspended Job away, which Kubernetes before 1.36 does not do itself.
- apiGroups: [batch]
  resources: [jobs/status]
  verbs: [patch]
# Why no pod runs, or which container failed.
- apiGroups: [""]
  resources: [pods]
  verbs: [list]
# The events of a Job and its pods are read, those of a task are written.
- apiGroups: [""]
  resources: [events]
  verbs: [list, create, patch]
{{- end }}

{{- /* What the operator reads of the whole cluster. */}}
{{- define "batchtask-operator.policyRules" -}}
- apiGroups: [batchtask.dev]
  resources: [batchtaskpolicies]
  verbs: [list, watch]
# Which policies hold in a namespace is decided by its labels.
- apiGroups: [""]
  resources: [namespaces]
  verbs: [list, watch]
{{- end }}
