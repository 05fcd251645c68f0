import { type Reason, REASONS } from "../../api/reasons.ts";
import { code, page, table } from "./markdown.ts";

/** docs/reference/reasons.md */
export function reasonsPage(): string {
  const reasons: [string, Reason][] = Object.entries(REASONS);
  return page(
    "Reasons",
    `The ${code("reason")} of a task's conditions and events. The ${code("message")} next to it names the values of the case at hand.`,
    table(
      ["reason", "type", "meaning", "what next"],
      reasons.map(([name, { type, meaning, next }]) => [code(name), type, meaning, next ?? ""]),
    ),
    `${code("status.failure.reason")} may also be a container's own, as Kubernetes gives it: ${code("Error")} (it ended with another exit code than 0: read the logs), ${code("OOMKilled")} (it took more memory than its limit), ${code("StartError")} or ${code("ContainerCannotRun")} (the container could not be started: check command and args).`,
  );
}
