import { HEADER_TEXT, toYamlText } from "../../src/crd/yaml.ts";

const LABELS = "__LABELS__";
const KEEP = "__KEEP__";

/** A part of an object that the API server stores as it is. */
interface KubernetesObject {
  metadata: { name: string; annotations?: Record<string, string> };
}

/** Objects as a template of the chart, with its labels, rendered where the condition holds. */
export function objectsTemplate(objects: readonly object[], condition: string): string {
  const documents = objects.map((object) => fill(toYamlText(withLabels(asObject(object)))));
  return `{{- /* ${HEADER_TEXT} */}}\n{{- if ${condition} }}\n${documents.join("---\n")}{{- end }}\n`;
}

/** A CustomResourceDefinition as a template. */
export function crdTemplate(crd: object): string {
  const { metadata, ...rest } = asObject(crd);
  const kept = { ...metadata, annotations: { ...metadata.annotations, [KEEP]: "" } };
  return objectsTemplate([{ ...rest, metadata: kept }], ".Values.crds.install");
}

function withLabels({ metadata, ...rest }: KubernetesObject): object {
  const { name, ...others } = metadata;
  const { apiVersion, kind, ...body } = Object.fromEntries(Object.entries(rest));
  return { apiVersion, kind, metadata: { name, labels: LABELS, ...others }, ...body };
}

/** What is not the chart's own must pass through its templates unread. */
function fill(text: string): string {
  return text
    .replaceAll("{{", '{{ "{{" }}')
    .replace(`labels: ${LABELS}\n`, 'labels:\n    {{- include "batchtask-operator.labels" . | nindent 4 }}\n')
    .replace(
      new RegExp(`( +annotations:\n)((?: {4}\\S.*\n)*?) {4}${KEEP}: ""\n`),
      (_, head: string, others: string) => keepBlock(head, others),
    );
}

function keepBlock(head: string, others: string): string {
  const line = "{{- if .Values.crds.keep }}\n    helm.sh/resource-policy: keep\n    {{- end }}\n";
  if (others !== "") return `${head}${others}    ${line}`;
  return `  {{- if .Values.crds.keep }}\n${head}    helm.sh/resource-policy: keep\n  {{- end }}\n`;
}

function asObject(value: object): KubernetesObject & object {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made by the generators of this repository
  return value as KubernetesObject;
}
