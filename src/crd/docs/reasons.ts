import { type Reason, REASONS } from "../../api/reasons.ts";
import { causesOf } from "./causes.ts";
import { code, page, table } from "./markdown.ts";

/** docs/reference/reasons.md */
export function reasonsPage(): string {
  const { ends, standstills } = causesOf();
  const reasons: [string, Reason][] = Object.entries(REASONS);
  return page(
    "Reasons",
    `The ${code("reason")} of a task's conditions and events. The ${code("message")} next to it names the values of the case at hand.`,
    table(
      ["reason", "type", "meaning", "what next"],
      reasons.map(([name, { type, meaning, next }]) => [code(name), type, meaning, next ?? ""]),
    ),
    `${code("Ready")}'s reason, and ${code("status.failure.reason")}, may also be a word of Kubernetes' that is not in this table: of a container (${code("StartError")}, ${code("ContainerCannotRun")}: it could not be started, check command and args), or of the kubelet (${code("OutOfcpu")}).`,
    "## What ends a run",
    `The first of these that holds is told: what the pod says of itself, then its containers, then events. How the run ended (${code("BackoffLimitExceeded")} and so on) is the reason of the conditions ${code("Failed")} and ${code("Finished")}, and the column ENDED of ${code("kubectl get -o wide")}. An exit code is never more than a hint: 137 is no lack of memory unless Kubernetes says OOMKilled, 143 no eviction. Each row is tried on a real node (${code("test/e2e/why.test.ts")}, ${code("standstill.test.ts")}), or with the status that the component of Kubernetes writes, which is named there (${code("kubelet-words.test.ts")}).`,
    ends,
    "## What keeps a run from going on",
    `Told within ten seconds, while it lasts. Where no pod of the run runs, ${code("runs.startDeadlineSeconds")} counts, but for a scheduling gate.`,
    standstills,
  );
}
