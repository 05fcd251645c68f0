import { below, type Check, type FormRules } from "../check.ts";
import { known } from "../checks/choice.ts";
import { fieldOf, itemsOf, textOf } from "../values.ts";
import { hostNetworkPorts } from "./ports.ts";
import { resources } from "./resources.ts";
import { profiles } from "./security-context.ts";

const isTrue = (value: string, field: string): string => `has(${value}.${field}) && ${value}.${field}`;

/** Containers and init containers have names of their own (validateInitContainers). */
const distinctNames: Check = {
  field: "initContainers",
  isWrong: (value) => {
    const names = itemsOf(value, "containers").map((container) => textOf(container, "name"));
    return itemsOf(value, "initContainers").some((container) => names.includes(textOf(container, "name")));
  },
  wrong: (value) =>
    `has(${value}.initContainers) && has(${value}.containers) && ${value}.initContainers.exists(i, ${value}.containers.exists(c, c.name == i.name))`,
  tells: false,
  says: "have a name that one of containers has, too: rename one of them",
};

/** validatePodDNSConfig. */
const nameservers: Check = {
  field: "dnsConfig.nameservers",
  isWrong: (value) =>
    fieldOf(value, "dnsPolicy") === "None" && itemsOf(value, "dnsConfig", "nameservers").length === 0,
  wrong: (value) =>
    `has(${value}.dnsPolicy) && ${value}.dnsPolicy == 'None' && !(has(${value}.dnsConfig) && has(${value}.dnsConfig.nameservers) && size(${value}.dnsConfig.nameservers) > 0)`,
  tells: false,
  says: "are missing, and dnsPolicy is None: add one, or take another policy",
};

/** validateShareProcessNamespace. */
const processes: Check = {
  field: "shareProcessNamespace",
  isWrong: (value) => fieldOf(value, "shareProcessNamespace") === true && fieldOf(value, "hostPID") === true,
  wrong: (value) => `${isTrue(value, "shareProcessNamespace")} && ${isTrue(value, "hostPID")}`,
  tells: false,
  says: "can't be true where hostPID is: remove one of them",
};

/** validateHostUsers: a user namespace of its own goes with no other namespace of the node. */
const hostUsers = (field: string): Check => ({
  field,
  isWrong: (value) => fieldOf(value, "hostUsers") === false && fieldOf(value, field) === true,
  wrong: (value) => `has(${value}.hostUsers) && !${value}.hostUsers && ${isTrue(value, field)}`,
  tells: false,
  says: "can't be true where hostUsers is false: remove one of them",
});

/** What several fields of a pod say together (ValidatePodSpec). */
export const pod: FormRules = {
  "template.spec": [
    distinctNames,
    nameservers,
    processes,
    hostUsers("hostPID"),
    hostUsers("hostIPC"),
    hostNetworkPorts,
  ],
  ...below("template.spec.securityContext", profiles),
  "template.spec.securityContext.fsGroupChangePolicy": [known("OnRootMismatch", "Always")],
  "template.spec.securityContext.supplementalGroupsPolicy": [known("Merge", "Strict")],
  "template.spec.securityContext.seLinuxChangePolicy": [known("MountOption", "Recursive")],
  ...below("template.spec.resources", resources),
  "template.spec.dnsPolicy": [known("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None")],
  "template.spec.preemptionPolicy": [known("PreemptLowerPriority", "Never")],
  "template.spec.os.name": [known("linux", "windows")],
};
