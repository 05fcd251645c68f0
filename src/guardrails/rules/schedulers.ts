import { podName } from "../pod-name.ts";
import type { Rule } from "../rule.ts";

/** Which schedulers a task may name. */
export const schedulers: Rule = {
  name: "schedulers",
  about: [
    "Which schedulers a task may name in schedulerName, since another one heeds what it likes of a node's taints; `*` stands for any characters.",
    "A task may always name none; it is then placed by default-scheduler.",
    "There is no clamping: a task with another scheduler is refused.",
  ],
  example: { schedulers: { allowed: ["default-scheduler", "volcano"] } },
  ...podName("schedulers", "schedulerName"),
};
