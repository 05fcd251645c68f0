import type { KubeEvent } from "../../api/job.ts";
import type { Failure } from "../../api/failure.ts";
import type { TaskView } from "../task/task-view.ts";
import { field, type Page, title } from "./page.ts";

/** Why a run has failed, can't start, or is going to fail; nothing where all is well. Pure. */
export function why({ failure, events, lastWords }: TaskView, page: Page): string {
  if (!failure) return "";
  const { message, terminationMessage, hint } = failure;
  return [
    title("Why", page),
    field("Reason", reasonOf(failure), page),
    field("Message", message, page),
    field("Where", whereOf(failure), page),
    field("It said", terminationMessage, page),
    ...lastWords.map((line, at) => field(at === 0 ? "Last log" : "", line, page)),
    field("Also", missingPullSecret(events), page),
    field("Hint", hint, page),
  ].join("");
}

/** The registry's answer alone doesn't tell that there was no password to be sent. */
function missingPullSecret(events: readonly KubeEvent[]): string | undefined {
  return events.findLast(({ reason }) => reason === "FailedToRetrieveImagePullSecret")?.message;
}

function reasonOf({ reason, exitCode, signal }: Failure): string {
  const code = exitCode === undefined ? "" : `, exit code ${exitCode}`;
  return `${reason}${code}${signal === undefined ? "" : `, signal ${signal}`}`;
}

function whereOf({ pod, attempt, container, index, node }: Failure): string {
  const places = Object.entries({ pod, attempt, container, index, node }).filter(
    ([, place]) => place !== undefined,
  );
  return places.map(([kind, place]) => `${kind} ${place}`).join(", ");
}
