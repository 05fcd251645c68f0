import type { Check, FormRules } from "../check.ts";
import { known, needs, oneOf } from "../checks/choice.ts";
import { formed, ownPath } from "../checks/text.ts";
import { fieldOf, isThere, textOf } from "../values.ts";

/** validateEnvVarValueFrom. */
const valueAlone: Check = {
  field: "valueFrom",
  isWrong: (value) => isThere(fieldOf(value, "valueFrom")) && textOf(value, "value") !== "",
  wrong: (value) => `has(${value}.valueFrom) && has(${value}.value) && ${value}.value != ''`,
  tells: false,
  says: "is there beside value: remove one of them",
};

/** validEnvDownwardAPIFieldPathExpressions; later versions have added to them. */
const fieldPath: Check = {
  ...known(
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "metadata.labels['KEY']",
    "metadata.annotations['KEY']",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
  ),
  isWrong: (value) => !FIELD_PATH.test(textOf(value)),
};

const FIELD_PATH =
  /^(metadata\.(name|namespace|uid)|metadata\.(labels|annotations)\['[^']+'\]|spec\.(nodeName|serviceAccountName|host)|status\.(hostIPs?|podIPs?))$/u;

/** validContainerResourceFieldPathExpressions, and huge pages. */
export const resource: Check = {
  ...known("limits.RESOURCE", "requests.RESOURCE"),
  isWrong: (value) =>
    !/^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-.+)$/u.test(textOf(value)),
};

const reference = [needs("key"), needs("name")];

/** ValidateEnv and ValidateEnvFrom. */
export const env: FormRules = {
  "env[]": [valueAlone],
  "env[].name": [formed("envName")],
  "env[].valueFrom": [
    oneOf(["fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef"]),
  ],
  "env[].valueFrom.configMapKeyRef": reference,
  "env[].valueFrom.configMapKeyRef.name": [formed("dnsSubdomain")],
  "env[].valueFrom.configMapKeyRef.key": [formed("configMapKey")],
  "env[].valueFrom.secretKeyRef": reference,
  "env[].valueFrom.secretKeyRef.name": [formed("dnsSubdomain")],
  "env[].valueFrom.secretKeyRef.key": [formed("configMapKey")],
  "env[].valueFrom.fileKeyRef.path": [ownPath],
  "env[].valueFrom.fieldRef": [needs("fieldPath")],
  "env[].valueFrom.fieldRef.apiVersion": [known("v1")],
  "env[].valueFrom.fieldRef.fieldPath": [fieldPath],
  "env[].valueFrom.resourceFieldRef": [needs("resource")],
  "env[].valueFrom.resourceFieldRef.resource": [resource],
  "envFrom[]": [oneOf(["configMapRef", "secretRef"])],
  "envFrom[].prefix": [formed("envName")],
  "envFrom[].configMapRef": [needs("name")],
  "envFrom[].configMapRef.name": [formed("dnsSubdomain")],
  "envFrom[].secretRef": [needs("name")],
  "envFrom[].secretRef.name": [formed("dnsSubdomain")],
};
