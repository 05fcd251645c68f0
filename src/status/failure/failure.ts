import { defined } from "../../api/defined.ts";
import { type Failure, LONGEST_TERMINATION_MESSAGE } from "../../api/failure.ts";
import type { Job, Pod } from "../../api/job.ts";
import { attemptOf, countIn, type End } from "./attempt.ts";
import { containerStatuses, type Evidence } from "./evidence.ts";
import { failureCondition } from "../../job/conditions.ts";
import { hintFor } from "./hints.ts";

const INDEX_ANNOTATION = "batch.kubernetes.io/job-completion-index";

/**
 * Why a run failed or had to try again: the last container that ended badly; where no pod is left to tell, what is
 * known of one, else what the Job says.
 * @param known of this run
 */
export function containerFailure(job: Job, { pods }: Evidence, known?: Failure): Failure | undefined {
  const last = causesOf(pods.flatMap(badEnds))
    .toSorted((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1))
    .at(-1);
  if (last) return describe(last, job);
  const said = jobFailure(job);
  return known && said && isCause(known, said) ? known : said;
}

/** A container's end is why a Job gives up; a deadline passes without one. */
function isCause(known: Failure, said: Failure): boolean {
  return known.exitCode !== undefined && said.reason !== "DeadlineExceeded";
}

/** What the Job itself says, where no pod is left to tell. */
function jobFailure(job: Job): Failure | undefined {
  const condition = failureCondition(job);
  if (!condition) return undefined;
  const { reason = "JobFailed", message = "" } = condition;
  return defined({ reason, message, hint: hintFor(reason) });
}

/** Whether a container of the pod tells of a failure. */
export function hasEndedBadly(pod: Pod): boolean {
  return badEnds(pod).length > 0;
}

function badEnds(pod: Pod): End[] {
  return containerStatuses(pod).flatMap((status) => {
    const terminated = [status.state?.terminated, status.lastState?.terminated].find(
      (end) => end && end.exitCode !== 0,
    );
    return terminated ? [{ pod, status, terminated }] : [];
  });
}

/** Sidecars are stopped once the others have ended, and mostly say so by their exit code: that is no cause. */
function causesOf(ends: readonly End[]): readonly End[] {
  const own = ends.filter(({ pod, status }) => !isSidecar(pod, status.name));
  return own.length > 0 ? own : ends;
}

function isSidecar({ spec }: Pod, container: string): boolean {
  return spec?.initContainers?.find(({ name }) => name === container)?.restartPolicy === "Always";
}

const timeOf = ({ terminated }: End): string => terminated.finishedAt ?? "";

function describe(end: End, job: Job): Failure {
  const { pod, terminated } = end;
  const { name: container } = end.status;
  const { exitCode, reason = "Error" } = terminated;
  return defined({
    reason,
    message: `Container ${container} of pod ${pod.metadata?.name} ${howEnded(exitCode, reason)}`,
    pod: pod.metadata?.name,
    node: pod.spec?.nodeName,
    container,
    index: countIn(pod, INDEX_ANNOTATION),
    attempt: attemptOf(end, job),
    exitCode,
    signal: signalOf(terminated),
    terminationMessage: terminationMessage(pod, container, terminated.message),
    hint: hintFor(reason, { exitCode }),
  });
}

/** "ended with exit code 137 (OOMKilled)" */
export function howEnded(exitCode: number, reason: string): string {
  return `ended with exit code ${exitCode}${reason === "Error" ? "" : ` (${reason})`}`;
}

/** Container runtimes tell a signal by 128 more, mostly. */
function signalOf({ signal, exitCode }: End["terminated"]): number | undefined {
  return signal ?? (exitCode > 128 ? exitCode - 128 : undefined);
}

/** Where the log serves as the message (FallbackToLogsOnError) it is left out: logs don't belong into a status. */
function terminationMessage(pod: Pod, container: string, message: string | undefined): string | undefined {
  const specs = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])];
  const policy = specs.find(({ name }) => name === container)?.terminationMessagePolicy;
  if (!message || policy === "FallbackToLogsOnError") return undefined;
  return cut(message.trimEnd());
}

/** At most 4 KiB of UTF-8, never within a character. */
export function cut(text: string): string {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= LONGEST_TERMINATION_MESSAGE) return text;
  const kept = new TextDecoder().decode(bytes.subarray(0, LONGEST_TERMINATION_MESSAGE - 3));
  return `${kept.replace(/\uFFFD+$/, "")}…`;
}
