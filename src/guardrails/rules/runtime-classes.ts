import { podName } from "../pod-name.ts";
import type { Rule } from "../rule.ts";

/** Which RuntimeClasses a task may name. */
export const runtimeClasses: Rule = {
  name: "runtimeClasses",
  refuses: true,
  about: [
    "Which RuntimeClasses a task may name, as a sandbox's or a GPU's; `*` stands for any characters.",
    "A task may always name none; it then has the node's default.",
    "There is no clamping: a task with another RuntimeClass is refused.",
  ],
  example: { runtimeClasses: { allowed: ["gvisor", "kata-*"] } },
  ...podName("runtimeClasses", "runtimeClassName"),
};
