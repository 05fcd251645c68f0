import { below, type Check, type FormRules, merged } from "../check.ts";
import { known, needs, oneOf, onlyWhere } from "../checks/choice.ts";
import { formed, portName } from "../checks/text.ts";
import { fieldOf, isThere, itemsOf } from "../values.ts";
import { env } from "./env.ts";
import { handlers } from "./handlers.ts";
import { mounts } from "./mounts.ts";
import { hostPorts, portNames } from "./ports.ts";
import { resources } from "./resources.ts";
import { securityContext } from "./security-context.ts";

/** validateContainerRestartPolicy. */
const rulesNeedPolicy: Check = {
  field: "restartPolicy",
  isWrong: (value) =>
    itemsOf(value, "restartPolicyRules").length > 0 && !isThere(fieldOf(value, "restartPolicy")),
  wrong: (value) =>
    `has(${value}.restartPolicyRules) && size(${value}.restartPolicyRules) > 0 && !has(${value}.restartPolicy)`,
  tells: false,
  says: "is missing beside restartPolicyRules: add it",
};

/** validateContainerCommon. */
export const anyContainer: FormRules = {
  "": [needs("image", "say what is to be run"), rulesNeedPolicy],
  name: [formed("dnsLabel")],
  imagePullPolicy: [known("Always", "IfNotPresent", "Never")],
  terminationMessagePolicy: [known("File", "FallbackToLogsOnError")],
  "ports[].protocol": [known("TCP", "UDP", "SCTP")],
  "restartPolicyRules[]": [
    {
      field: "exitCodes",
      isWrong: (value) => !isThere(fieldOf(value, "exitCodes")),
      wrong: (value) => `!has(${value}.exitCodes)`,
      tells: false,
      says: "is missing: add it",
    },
  ],
  "restartPolicyRules[].action": [known("Restart", "RestartAllContainers")],
  "restartPolicyRules[].exitCodes.operator": [known("In", "NotIn")],
  "resizePolicy[].resourceName": [known("cpu", "memory")],
  "resizePolicy[].restartPolicy": [known("NotRequired", "RestartContainer")],
  restartPolicy: [known("Always", "OnFailure", "Never")],
  ports: [portNames],
  "ports[].name": [portName],
  ...env,
  ...handlers,
  ...mounts,
  ...below("resources", resources),
  ...below("securityContext", securityContext),
};

const sidecar = {
  cel: (value: string): string => `has(${value}.restartPolicy) && ${value}.restartPolicy == 'Always'`,
  holds: (value: unknown): boolean => fieldOf(value, "restartPolicy") === "Always",
  words: "is for containers, and for init containers with restartPolicy Always: remove it",
};

/** validateInitContainers. */
const initOnly = ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"].map((field) =>
  onlyWhere(field, sidecar),
);

/** What holds of init containers and of the list of containers alone. */
export const initContainers: FormRules = {
  "template.spec.initContainers[]": initOnly,
  "template.spec.containers": [hostPorts],
};

/** All rules about containers. */
export const containers: FormRules = merged(
  below("template.spec.containers[]", anyContainer),
  below("template.spec.initContainers[]", anyContainer),
  initContainers,
);

/** Of the pod's claims for devices (validatePodResourceClaim). */
export const claims: FormRules = {
  "template.spec.resourceClaims[]": [oneOf(["resourceClaimName", "resourceClaimTemplateName"])],
};
