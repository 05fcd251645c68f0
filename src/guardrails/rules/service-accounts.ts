import { allowList, celListed } from "../allow-list.ts";
import type { Rule } from "../rule.ts";
import { celText } from "../text/sentence.ts";

const FIELD = "template.spec.serviceAccountName";

/** serviceAccount is the old name of serviceAccountName and counts where that is empty (conversion of v1.PodSpec). */
export const serviceAccounts: Rule = {
  name: "serviceAccounts",
  refuses: true,
  about: [
    "Which ServiceAccounts a task may run as, so that a task is no way to another one's rights.",
    "A task that names none runs as default, so default has to be in the list for it.",
    "There is no clamping: a task with another ServiceAccount is refused.",
  ],
  example: { serviceAccounts: { allowed: ["default", "reports"] } },
  ...allowList({
    rule: "serviceAccounts",
    values: ({ template: { spec } }) => [
      { field: FIELD, value: spec?.serviceAccountName || spec?.serviceAccount || "default" },
    ],
    cel: `[${celListed(celText(FIELD), "variables.serviceAccount")}]`,
  }),
  variables: {
    serviceAccount:
      "has(variables.pod.serviceAccountName) && variables.pod.serviceAccountName != '' ? variables.pod.serviceAccountName : has(variables.pod.serviceAccount) && variables.pod.serviceAccount != '' ? variables.pod.serviceAccount : 'default'",
  },
};
