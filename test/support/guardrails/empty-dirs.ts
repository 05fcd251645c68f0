import { ABOVE, BELOW, type Case, template } from "./case.ts";

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
