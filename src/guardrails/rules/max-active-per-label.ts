import type { Rule } from "../rule.ts";

/** How many tasks with one value of a label run at the same time. The queue itself is src/controllers/batchtask/concurrency. */
export const maxActivePerLabel: Rule = {
  name: "maxActivePerLabel",
  about: [
    "How many tasks with the same value of a label run at the same time, over all namespaces that the policy selects: a team, a customer, a licence. The others are Queued, with their position, and start in order of creation.",
    "The value is that of the pod template, with what policies inject; a task that has none there is counted by its own metadata.labels, and one without the label by none. labels.required demands it, labels.values says which there are.",
    "Of several policies each counts for itself, in its own namespaces. All limits hold together with maxActivePerNamespace and runs.concurrencyGroup: a task starts once each of its limits has a slot for it. Who waits for a full limit is passed by those behind that do not need it; but the first in the line of a full limit keeps a slot of each of its other limits, so that no task waits for ever behind others that need fewer.",
    "What counts is as with maxActivePerNamespace. An operator that watches some namespaces counts those.",
  ],
  example: { maxActivePerLabel: [{ label: "team", max: 20 }] },
};
