import { below, type Check, type FormRules } from "../check.ts";
import { known, needs, needsItems, oneAtMost, oneOf } from "../checks/choice.ts";
import { formed, noBackstep, ownPath } from "../checks/text.ts";
import { fieldOf, isThere, textOf } from "../values.ts";
import { resource } from "./env.ts";
import { selector } from "./scheduling.ts";

/** Every kind of volume that there is (core/v1 VolumeSource); a unit test compares them with the schema. */
export const VOLUME_SOURCES: readonly string[] = [
  "awsElasticBlockStore",
  "azureDisk",
  "azureFile",
  "cephfs",
  "cinder",
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "fc",
  "flexVolume",
  "flocker",
  "gcePersistentDisk",
  "gitRepo",
  "glusterfs",
  "hostPath",
  "image",
  "iscsi",
  "nfs",
  "persistentVolumeClaim",
  "photonPersistentDisk",
  "portworxVolume",
  "projected",
  "quobyte",
  "rbd",
  "scaleIO",
  "secret",
  "storageos",
  "vsphereVolume",
];

const PROJECTIONS = [
  "clusterTrustBundle",
  "configMap",
  "downwardAPI",
  "podCertificate",
  "secret",
  "serviceAccountToken",
];

/** validateNFSVolumeSource. */
const absolute: Check = {
  field: "path",
  isWrong: (value) => !textOf(value, "path").startsWith("/"),
  wrong: (value) => `has(${value}.path) && !${value}.path.startsWith('/')`,
  tells: false,
  says: "must begin with /: correct it",
};

/** validateDownwardAPIVolumeFile. */
const oneField: Check = {
  isWrong: (value) => isThere(fieldOf(value, "fieldRef")) === isThere(fieldOf(value, "resourceFieldRef")),
  wrong: (value) => `has(${value}.fieldRef) == has(${value}.resourceFieldRef)`,
  tells: false,
  says: "takes one of fieldRef, resourceFieldRef: leave one of them",
};

/** validVolumeDownwardAPIFieldPathExpressions; later versions may add to them. */
const fieldPath: Check = {
  ...known("metadata.name", "metadata.namespace", "metadata.uid", "metadata.labels", "metadata.annotations"),
  isWrong: (value) =>
    !/^metadata\.(name|namespace|uid|(labels|annotations)(\['[^']+'\])?)$/u.test(textOf(value)),
};

/** validateKeyToPath. */
const items: FormRules = { "items[]": [needs("key"), needs("path")], "items[].path": [ownPath] };
const files: FormRules = {
  "items[]": [oneField, needs("path")],
  "items[].path": [ownPath],
  "items[].resourceFieldRef": [needs("containerName")],
  "items[].resourceFieldRef.resource": [resource],
  "items[].fieldRef.apiVersion": [known("v1")],
  "items[].fieldRef.fieldPath": [fieldPath],
};

/** ValidatePersistentVolumeClaimSpec. */
const storage: Check = {
  field: "resources",
  isWrong: (value) => !isThere(fieldOf(value, "resources", "requests", "storage")),
  wrong: (value) =>
    `!(has(${value}.resources) && has(${value}.resources.requests) && 'storage' in ${value}.resources.requests)`,
  tells: false,
  says: "asks for no storage: add requests with storage",
};

/** validateProjectionSources. */
const projection: FormRules = {
  "": [oneAtMost(PROJECTIONS)],
  ...below("secret", { "": [needs("name")], ...items }),
  ...below("configMap", { "": [needs("name")], ...items }),
  ...below("downwardAPI", files),
  clusterTrustBundle: [oneOf(["name", "signerName"])],
  serviceAccountToken: [needs("path")],
  "serviceAccountToken.path": [ownPath],
};

/** validateVolumeSource, of the kinds that batch work has. */
const volume: FormRules = {
  "": [oneAtMost(VOLUME_SOURCES)],
  name: [formed("dnsLabel")],
  hostPath: [needs("path")],
  "hostPath.path": [noBackstep],
  ...below("secret", { "": [needs("secretName")], ...items }),
  ...below("configMap", { "": [needs("name")], ...items }),
  ...below("downwardAPI", files),
  ...below("projected.sources[]", projection),
  persistentVolumeClaim: [needs("claimName")],
  nfs: [needs("server"), absolute],
  csi: [needs("driver")],
  "csi.driver": [formed("driver")],
  "csi.nodePublishSecretRef": [needs("name")],
  "csi.nodePublishSecretRef.name": [formed("dnsSubdomain")],
  image: [needs("reference")],
  "image.pullPolicy": [known("Always", "IfNotPresent", "Never")],
  "hostPath.type": [
    known(
      "",
      "DirectoryOrCreate",
      "Directory",
      "FileOrCreate",
      "File",
      "Socket",
      "CharDevice",
      "BlockDevice",
    ),
  ],
  ephemeral: [
    {
      field: "volumeClaimTemplate",
      isWrong: (value) => !isThere(fieldOf(value, "volumeClaimTemplate")),
      wrong: (value) => `!has(${value}.volumeClaimTemplate)`,
      tells: false,
      says: "is missing: add it",
    },
  ],
  "ephemeral.volumeClaimTemplate.spec": [
    needsItems("accessModes", "add one, such as ReadWriteOnce"),
    storage,
  ],
  "ephemeral.volumeClaimTemplate.spec.volumeMode": [known("Filesystem", "Block")],
  "ephemeral.volumeClaimTemplate.spec.accessModes[]": [
    known("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"),
  ],
  ...below("ephemeral.volumeClaimTemplate.spec.selector", selector),
};

export const volumes: FormRules = below("template.spec.volumes[]", volume);
