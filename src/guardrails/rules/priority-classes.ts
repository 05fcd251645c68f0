import { podName } from "../pod-name.ts";
import type { Rule } from "../rule.ts";

/** Which PriorityClasses a task may name. */
export const priorityClasses: Rule = {
  name: "priorityClasses",
  refuses: true,
  about: [
    "Which PriorityClasses a task may name, so that batch work does not push services off their nodes; `*` stands for any characters.",
    "A task may always name none; it then has the cluster's default.",
    "There is no clamping: a task with another PriorityClass is refused.",
  ],
  example: { priorityClasses: { allowed: ["batch-low", "batch-normal"] } },
  ...podName("priorityClasses", "priorityClassName"),
};
