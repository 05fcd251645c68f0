import { allowList, celListed } from "../allow-list.ts";
import type { Rule } from "../rule.ts";

const VOLUMES = "variables.pod.volumes";

/** What emptyDir volumes may be made of. */
export const emptyDirMediums: Rule = {
  name: "emptyDirMediums",
  refuses: true,
  about: [
    "Which `medium` an emptyDir volume may have, as Memory or a pattern such as `HugePages*`, in which `*` stands for any characters. With an empty list, none.",
    "What a volume with medium Memory holds counts as memory of the container that wrote it: its size is bounded by `emptyDirs`.",
    "A volume without a medium is on the node's disk, and always allowed.",
    "There is no clamping: a task with another medium is refused.",
  ],
  example: { emptyDirMediums: { allowed: ["Memory"] } },
  ...allowList({
    rule: "emptyDirMediums",
    values: ({ template }) =>
      (template.spec?.volumes ?? []).flatMap(({ name, emptyDir }) =>
        emptyDir?.medium
          ? [{ field: `template.spec.volumes[${name}].emptyDir.medium`, value: emptyDir.medium }]
          : [],
      ),
    cel: `has(${VOLUMES}) ? ${VOLUMES}.filter(v, has(v.emptyDir) && has(v.emptyDir.medium) && v.emptyDir.medium != '').map(v, ${celListed("'template.spec.volumes[' + v.name + '].emptyDir.medium'", "v.emptyDir.medium")}) : []`,
  }),
};
