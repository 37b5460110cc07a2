{{- define "scanner.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "scanner.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if contains $name .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}
{{- end }}

{{- define "scanner.selectorLabels" -}}
app.kubernetes.io/name: {{ include "scanner.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: worker
{{- end }}

{{/* Of everything but the pods that are selected by. */}}
{{- define "scanner.commonLabels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/name: {{ include "scanner.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "scanner.labels" -}}
{{ include "scanner.commonLabels" . }}
app.kubernetes.io/component: worker
{{- end }}

{{- define "scanner.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "scanner.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- required "serviceAccount.name: name the account to use, or set serviceAccount.create" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "scanner.image" -}}
{{- if .Values.image.digest }}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest }}
{{- else }}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) }}
{{- end }}
{{- end }}

{{/* "true" where the cluster knows ValidatingAdmissionPolicy v1. */}}
{{- define "scanner.servesFence" -}}
{{- or (.Capabilities.APIVersions.Has "admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy") (semverCompare ">=1.30-0" .Capabilities.KubeVersion.Version) }}
{{- end }}

{{/* "true" where the fence is installed. */}}
{{- define "scanner.fenced" -}}
{{- $enabled := toString .Values.fence.enabled }}
{{- if eq $enabled "auto" }}
{{- include "scanner.servesFence" . }}
{{- else }}
{{- eq $enabled "true" }}
{{- end }}
{{- end }}

{{/* The posture can be reached from other pods. */}}
{{- define "scanner.webIsOpen" -}}
{{- not (or (hasPrefix "127." .Values.webListen) (hasPrefix "[::1]" .Values.webListen) (hasPrefix ":" .Values.webListen)) }}
{{- end }}

{{- define "scanner.webPort" -}}
{{- regexFind "[0-9]+$" .Values.webListen }}
{{- end }}

{{/* The configuration file. */}}
{{- define "scanner.config" -}}
{{- $config := dict "listen" "0.0.0.0:8080" "webListen" .Values.webListen "rateLimit" .Values.config.rateLimit "log" .Values.config.log }}
{{- $_ := set $config "leaderElection" (dict "enabled" true "namespace" .Release.Namespace "name" (include "scanner.fullname" .)) }}
{{- $_ := set $config "reports" .Values.config.reports }}
{{- $_ := set $config "events" .Values.config.events }}
{{- $_ := set $config "requireFence" .Values.fence.require }}
{{- $namespaces := .Values.config.namespaces }}
{{- if and (not $namespaces) .Values.rbac.namespaces }}
{{- $namespaces = .Values.rbac.namespaces }}
{{- end }}
{{- range $key, $value := dict "schedule" .Values.config.schedule "namespaces" $namespaces "namespaceSelector" .Values.config.namespaceSelector "probe" .Values.config.probe "lingerAfter" .Values.config.lingerAfter "exceptions" .Values.config.exceptions "notify" .Values.config.notify }}
{{- if $value }}
{{- $_ := set $config $key $value }}
{{- end }}
{{- end }}
{{- toYaml $config }}
{{- end }}

{{- define "scanner.probes" -}}
{{- ne (toString (dig "enabled" true .Values.config.probe)) "false" }}
{{- end }}

{{/* What a role allows inside a namespace. */}}
{{- define "scanner.namespacedRules" -}}
- apiGroups: [""]
  resources: [pods]
  verbs: [get, list, watch]
{{- if eq (include "scanner.probes" .) "true" }}
# The probes: always a dry run. The fence refuses anything else.
- apiGroups: [""]
  resources: [pods/ephemeralcontainers]
  verbs: [patch]
{{- if ne (toString (dig "regularControl" true .Values.config.probe)) "false" }}
# The regular control: always a dry run.
- apiGroups: [""]
  resources: [pods]
  verbs: [create]
{{- end }}
{{- end }}
# Metadata only.
- apiGroups: [""]
  resources: [serviceaccounts]
  verbs: [list, watch]
{{- end }}

{{- define "scanner.subjects" -}}
- kind: ServiceAccount
  name: {{ include "scanner.serviceAccount" . }}
  namespace: {{ .Release.Namespace }}
{{- end }}

{{- define "scanner.reportRules" -}}
# Its own reports.
- apiGroups: [wgpolicyk8s.io]
  resources: [policyreports, clusterpolicyreports]
  verbs: [create, delete, list, patch, watch]
- apiGroups: [openreports.io]
  resources: [reports, clusterreports]
  verbs: [create, delete, list, patch, watch]
{{- end }}
