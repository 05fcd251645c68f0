import { ABOVE, BELOW, type Case, template } from "./case.ts";
import { refused } from "./names.ts";

const rules = { emptyDirs: { sizeLimit: { default: "1Gi", min: "100Mi", max: "2Gi" } } };
const withVolume = (emptyDir: object) => template({}, { volumes: [{ name: "work", emptyDir }] });
const FIELD = "template.spec.volumes[work].emptyDir.sizeLimit";

const line = (
  state: Case["state"],
  name: string,
  [asked, sizeLimit]: [object, string],
  more: Partial<Case> = {},
): Case => ({
  rule: "emptyDirs",
  state,
  name,
  rules,
  spec: { template: withVolume(asked) },
  clamp: [],
  reject: [],
  applied: { template: { spec: { volumes: [{ name: "work", emptyDir: { sizeLimit } }] } } },
  ...more,
});

export const EMPTY_DIRS: Case[] = [
  line("absent", "a default", [{}, "1Gi"]),
  line("absent", "a max in place of a default", [{ medium: "Memory" }, "3Gi"], {
    rules: { emptyDirs: { sizeLimit: { max: "3Gi" } } },
  }),
  line("inside", "", [{ sizeLimit: "2Gi" }, "2Gi"]),
  line("above", "", [{ sizeLimit: "1Ti" }, "2Gi"], {
    clamp: [ABOVE.clamp(FIELD, "1Ti", "2Gi")],
    reject: [ABOVE.reject(FIELD, "1Ti", "2Gi")],
  }),
  line("below", "", [{ sizeLimit: "1Mi" }, "100Mi"], {
    clamp: [BELOW.clamp(FIELD, "1Mi", "100Mi")],
    reject: [BELOW.reject(FIELD, "1Mi", "100Mi")],
  }),
];

const mediums = refused("emptyDirMediums", { emptyDirMediums: { allowed: ["HugePages*"] } });
const none = refused("emptyDirMediums", { emptyDirMediums: { allowed: [] } });
const withMedium = (medium: string) => ({ template: withVolume({ medium }) });
const MEDIUM = "spec.template.spec.volumes[work].emptyDir.medium is Memory, and policy POLICY allows";
export const EMPTY_DIR_MEDIUMS: Case[] = [
  mediums("absent", "", { template: withVolume({}) }),
  none("inside", "the node's disk", withMedium("")),
  mediums("above", "", withMedium("Memory"), [`${MEDIUM} HugePages*: use one of these`]),
  none("above", "nothing but the disk", withMedium("Memory"), [`${MEDIUM} none: use one of these`]),
];
const memory = refused("emptyDirMediums", { emptyDirMediums: { allowed: ["Mem*"] } });
EMPTY_DIR_MEDIUMS.push(memory("inside", "by a pattern", withMedium("Memory")));
