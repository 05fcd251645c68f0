import { below, type FormRules } from "../check.ts";
import { needs } from "../checks/choice.ts";
import { formed } from "../checks/text.ts";

const [label, subdomain, qualified] = [formed("dnsLabel"), formed("dnsSubdomain"), formed("qualifiedName")];

/** Of a pointer in Go, in which empty text counts. */
const pointer = formed("dnsSubdomain", { emptyToo: true });

/** Names in a pod's spec (ValidatePodSpec in pkg/apis/core/validation/validation.go). */
const podNames: FormRules = {
  serviceAccountName: [subdomain],
  priorityClassName: [subdomain],
  runtimeClassName: [pointer],
  nodeName: [subdomain],
  hostname: [label],
  subdomain: [label],
  "schedulingGates[].name": [qualified],
  "readinessGates[].conditionType": [qualified],
  "nodeSelector{}": [qualified],
  "nodeSelector{=}": [formed("labelValue")],
  "resourceClaims[].name": [label],
  "resourceClaims[].resourceClaimName": [pointer],
  "resourceClaims[].resourceClaimTemplateName": [pointer],
  "dnsConfig.options[]": [needs("name")],
  "securityContext.sysctls[].name": [formed("sysctl")],
  "hostAliases[].ip": [formed("address")],
  "hostAliases[].hostnames[]": [formed("dnsSubdomain", { emptyToo: true })],
  hostnameOverride: [pointer],
  "dnsConfig.nameservers[]": [formed("address", { emptyToo: true })],
  "dnsConfig.searches[]": [formed("searchPath", { emptyToo: true })],
};

/** Names in the template's metadata (ValidatePodTemplateSpec), and of the Job's own rules. */
export const names: FormRules = {
  ...below("template.spec", podNames),
  "template.metadata.labels{}": [qualified],
  "template.metadata.labels{=}": [formed("labelValue")],
  "template.metadata.annotations{}": [qualified],
  "podFailurePolicy.rules[].onPodConditions[].type": [qualified],
};
