{{- define "batchtask-operator.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 40 | trimSuffix "-" }}
{{- end }}

{{- /* The release's name, with the chart's where it does not say it. */}}
{{- define "batchtask-operator.fullname" -}}
{{- $name := include "batchtask-operator.name" . }}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride }}
{{- else if contains $name .Release.Name }}
{{- .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "batchtask-operator.selectorLabels" -}}
app.kubernetes.io/name: {{ include "batchtask-operator.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "batchtask-operator.labels" -}}
{{ include "batchtask-operator.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "batchtask-operator.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- .Values.serviceAccount.name | default (include "batchtask-operator.fullname" .) }}
{{- else }}
{{- required "serviceAccount.create is false and serviceAccount.name is empty: name the ServiceAccount that exists" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "batchtask-operator.leaseName" -}}
{{- .Values.leaderElection.leaseName | default (include "batchtask-operator.fullname" .) }}
{{- end }}

{{- define "batchtask-operator.image" -}}
{{- with .Values.image }}
{{- if .digest }}
{{- printf "%s@%s" .repository .digest }}
{{- else }}
{{- printf "%s:%s" .repository (.tag | default $.Chart.AppVersion) }}
{{- end }}
{{- end }}
{{- end }}

{{- /* Where helm test and NOTES.txt run a task: somewhere that the operator watches. */}}
{{- define "batchtask-operator.tryNamespace" -}}
{{- if or (not .Values.watchNamespaces) (has .Release.Namespace .Values.watchNamespaces) }}
{{- .Release.Namespace }}
{{- else }}
{{- first .Values.watchNamespaces }}
{{- end }}
{{- end }}

{{- define "batchtask-operator.subject" -}}
kind: ServiceAccount
name: {{ include "batchtask-operator.serviceAccountName" . }}
namespace: {{ .Release.Namespace }}
{{- end }}
