import type { Check, FormRules } from "../check.ts";
import { descending } from "../checks/text.ts";
import { known } from "../checks/choice.ts";
import { fieldOf, isThere } from "../values.ts";

/** ValidateSecurityContext. */
const privileged: Check = {
  field: "allowPrivilegeEscalation",
  isWrong: (value) =>
    fieldOf(value, "privileged") === true && fieldOf(value, "allowPrivilegeEscalation") === false,
  wrong: (value) =>
    `has(${value}.privileged) && ${value}.privileged && has(${value}.allowPrivilegeEscalation) && !${value}.allowPrivilegeEscalation`,
  tells: false,
  says: "can't be false where privileged is true: remove one of them",
};

/** validateSeccompProfileField, ValidateAppArmorProfileField: a profile of the node's has a name, and no other kind has one. */
const ofNode: Check = {
  field: "localhostProfile",
  isWrong: (value) =>
    (fieldOf(value, "type") === "Localhost") !== isThere(fieldOf(value, "localhostProfile")),
  wrong: (value) => `(has(${value}.type) && ${value}.type == 'Localhost') != has(${value}.localhostProfile)`,
  tells: false,
  says: "goes with type Localhost, and only with that: set both, or neither",
};

/** ValidateAppArmorProfileField takes no empty name. */
const needsName: Check = {
  field: "localhostProfile",
  isWrong: (value) => fieldOf(value, "localhostProfile") === "",
  wrong: (value) => `has(${value}.localhostProfile) && ${value}.localhostProfile == ''`,
  tells: false,
  says: "is empty: name the profile",
};

/** Of a container and of a pod. */
export const profiles: FormRules = {
  seccompProfile: [ofNode],
  appArmorProfile: [ofNode, needsName],
  "seccompProfile.localhostProfile": [descending],
  "seccompProfile.type": [known("RuntimeDefault", "Localhost", "Unconfined")],
  "appArmorProfile.type": [known("RuntimeDefault", "Localhost", "Unconfined")],
};

/** Of a container. */
export const securityContext: FormRules = {
  "": [privileged],
  procMount: [known("Default", "Unmasked")],
  ...profiles,
};
