import type { Rule } from "../rule.ts";

/** How many tasks of a namespace run at the same time. The queue itself is src/controllers/batchtask/concurrency. */
export const maxActivePerNamespace: Rule = {
  name: "maxActivePerNamespace",
  about: [
    "How many tasks of one namespace run at the same time. The others are Queued, with their position, and start in order of creation.",
    "A task counts from the creation of its Job to its end; a suspended one does not, and waits again when it is resumed. A task whose Job the API server refuses does not hold up those behind it.",
    "A change of the policy holds at once for waiting tasks; running ones are never stopped.",
  ],
  example: { maxActivePerNamespace: 20 },
};
