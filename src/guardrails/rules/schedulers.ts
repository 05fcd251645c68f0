import { podName } from "../pod-name.ts";
import type { Rule } from "../rule.ts";

/** Which schedulers a task may name. */
export const schedulers: Rule = {
  name: "schedulers",
  refuses: true,
  about: [
    "Which schedulers a task may name in schedulerName, since another one heeds what it likes of a node's taints; `*` stands for any characters.",
    "A task may always name none, or default-scheduler, which is the same.",
    "There is no clamping: a task with another scheduler is refused.",
  ],
  example: { schedulers: { allowed: ["volcano"] } },
  ...podName("schedulers", "schedulerName", { none: "default-scheduler" }),
};
