import type { Check, FormRules } from "../check.ts";
import { known, needs } from "../checks/choice.ts";
import { declaredIn } from "../checks/declared.ts";
import { descending, formed, noBackstep } from "../checks/text.ts";
import { fieldOf, isThere, itemsOf, textOf } from "../values.ts";

const noBoth: Check = {
  field: "subPathExpr",
  isWrong: (value) => textOf(value, "subPath") !== "" && textOf(value, "subPathExpr") !== "",
  wrong: (value) =>
    `has(${value}.subPath) && ${value}.subPath != '' && has(${value}.subPathExpr) && ${value}.subPathExpr != ''`,
  tells: false,
  says: "is there beside subPath: remove one of them",
};

/** validateMountRecursiveReadOnly. */
const recursive: Check = {
  field: "recursiveReadOnly",
  isWrong: (value) =>
    ["IfPossible", "Enabled"].includes(textOf(value, "recursiveReadOnly")) &&
    fieldOf(value, "readOnly") !== true,
  wrong: (value) =>
    `has(${value}.recursiveReadOnly) && ${value}.recursiveReadOnly in ['IfPossible', 'Enabled'] && !(has(${value}.readOnly) && ${value}.readOnly)`,
  tells: false,
  says: "goes with readOnly true: set that, or remove it",
};

const volume = declaredIn(["volumes"], "is no volume of the pod: add it to volumes, or correct the name");

/** ValidateVolumeDevices: of the volumes only claims can be devices. */
const blockDevice: Check = {
  isWrong: (value, spec) =>
    itemsOf(spec, "template", "spec", "volumes").some(
      (one) =>
        textOf(one, "name") === textOf(value) &&
        !isThere(fieldOf(one, "persistentVolumeClaim")) &&
        !isThere(fieldOf(one, "ephemeral")),
    ),
  wrong: (value) =>
    `has(${VOLUMES}) && ${VOLUMES}.exists(one, one.name == ${value} && !has(one.persistentVolumeClaim) && !has(one.ephemeral))`,
  tells: true,
  says: "is no claim, as a device must be: take persistentVolumeClaim or ephemeral, or mount it",
};

const VOLUMES = "object.spec.template.spec.volumes";

/** ValidateVolumeMounts, ValidateVolumeDevices and validateResourceClaimNames. */
export const mounts: FormRules = {
  "volumeMounts[]": [needs("mountPath"), noBoth, recursive],
  "volumeMounts[].name": [volume],
  "volumeMounts[].mountPropagation": [known("None", "HostToContainer", "Bidirectional")],
  "volumeMounts[].recursiveReadOnly": [known("Disabled", "IfPossible", "Enabled")],
  "volumeMounts[].subPath": [descending],
  "volumeMounts[].subPathExpr": [descending],
  "volumeDevices[].name": [volume, blockDevice],
  "volumeDevices[].devicePath": [noBackstep],
  "env[].valueFrom.fileKeyRef.volumeName": [volume],
  "resources.claims[].request": [formed("dnsLabel")],
  "resources.claims[].name": [
    declaredIn(
      ["resourceClaims"],
      "is no claim of the pod: add it to the pod's resourceClaims, or correct the name",
    ),
  ],
};
